import type { ExecutionView, StepSummary } from '@client';
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
  for (const { tool, stepPath, state } of toolCalls.values()) {
    if (!tool.startsWith(HANDOFF) || state !== 'completed') continue;
    const from = toPlainPath(stepPath);
    count(handedOver, `${from} ${from.slice(0, from.lastIndexOf('/') + 1)}${tool.slice(HANDOFF.length)}`);
  }
  const speaking = new Set(
    [...streaming.values()].filter(({ state }) => state === 'streaming').map(({ stepPath }) => toPlainPath(stepPath)),
  );
  return { said, speaking, handedOver };
}

/** The same from what the server has counted; who speaks now is in the view. */
export function turnsFromTotals(totals: readonly StepSummary[], view: Pick<ExecutionView, 'streaming'>): Turns {
  const said = new Map(totals.flatMap(({ path, stepType, begun }) => (stepType === 'turn' ? [[path, begun] as const] : [])));
  const handedOver = new Map(
    totals.flatMap(({ path, handoffs = [] }) => handoffs.map(({ from, to, times }) => [`${path}/${from} ${path}/${to}`, times] as const)),
  );
  return { ...toTurns({ ...view, transcript: [], toolCalls: new Map() }), said, handedOver };
}
