import type { ExecutionView, StepSummary, ToolCallView } from '@client';
import { toPlainPath } from './step-counts';

/** What the participants of chats and handoffs have done, by `<plain step path>/<participant>`. */
export interface Turns {
  /** Messages that each has said. */
  said: ReadonlyMap<string, number>;
  /** Who is speaking now. */
  speaking: ReadonlySet<string>;
  /** Handoffs made, by `<from> <to>`. */
  handedOver: ReadonlyMap<string, number>;
}

const HANDOFF = 'handoff_to_';

export function toTurns({ transcript, streaming, toolCalls }: Pick<ExecutionView, 'transcript' | 'streaming' | 'toolCalls'>): Turns {
  const said = new Map<string, number>();
  const handedOver = new Map<string, number>();
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  for (const entry of transcript) {
    if (entry.type === 'message' && entry.message.role === 'assistant') count(said, toPlainPath(entry.stepPath));
  }
  for (const call of toolCalls.values()) {
    const handoff = toHandoff(call);
    if (handoff !== null) count(handedOver, handoff);
  }
  const speaking = new Set(
    [...streaming.values()].filter(({ state }) => state === 'streaming').map(({ stepPath }) => toPlainPath(stepPath)),
  );
  return { said, speaking, handedOver };
}

/**
 * The same from what the server has counted; who speaks now, and what was handed over to them, is in the view: the
 * server counts it when the turn is over.
 */
export function turnsFromTotals(
  totals: readonly StepSummary[],
  view: Pick<ExecutionView, 'streaming' | 'toolCalls' | 'supersteps'>,
): Turns {
  const said = new Map(totals.flatMap(({ path, stepType, begun }) => (stepType === 'turn' ? [[path, begun] as const] : [])));
  const handedOver = new Map<string, number>(
    totals.flatMap(({ path, handoffs = [] }) => handoffs.map(({ from, to, times }) => [`${path}/${from} ${path}/${to}`, times] as const)),
  );
  for (const handoff of toNewestHandoffs(view)) handedOver.set(handoff, (handedOver.get(handoff) ?? 0) + 1);
  return { ...toTurns({ ...view, transcript: [], toolCalls: new Map() }), said, handedOver };
}

/** `<from> <to>` of a call that has handed over; null for any other. */
function toHandoff({ tool, stepPath, state }: ToolCallView): string | null {
  if (!tool.startsWith(HANDOFF) || state !== 'completed') return null;
  const from = toPlainPath(stepPath);
  return `${from} ${from.slice(0, from.lastIndexOf('/') + 1)}${tool.slice(HANDOFF.length)}`;
}

/** The handoffs behind which no turn has ended yet, at most one in each step. */
function toNewestHandoffs({ toolCalls, supersteps }: Pick<ExecutionView, 'toolCalls' | 'supersteps'>): string[] {
  const newest = new Map<string, ToolCallView>();
  for (const call of toolCalls.values()) {
    if (toHandoff(call) !== null) newest.set(call.stepPath.slice(0, call.stepPath.lastIndexOf('/') + 1), call);
  }
  return [...newest].flatMap(([around, call]) => {
    const own = supersteps.get(call.stepPath) ?? Number.POSITIVE_INFINITY;
    const isOver = [...supersteps].some(([path, superstep]) => superstep > own && path.startsWith(around));
    return isOver ? [] : (toHandoff(call) ?? []);
  });
}
