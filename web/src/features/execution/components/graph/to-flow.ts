import type { ExecutionView } from '@client';
import { type Edge, MarkerType, type Node } from '@xyflow/react';
import type { Arrow, Box, Drawing } from '../../model/graph/drawing';
import { type StepCounts, toPlainPath, toShownState, toStepCounts } from '../../model/graph/step-counts';
import { type Turns, toTurns } from '../../model/graph/turns';
import type { ShownState } from '../step-icon';

/** What a box shows besides what it is. */
export interface BoxData extends Record<string, unknown> {
  box: Box;
  state: ShownState;
  counts: StepCounts | undefined;
  /** Of what repeats in it. */
  innerCounts: StepCounts | undefined;
  activity: string | undefined;
  /** The step's newest path in the feed, for the way to its text. */
  path: string | null;
  said: number;
  speaking: boolean;
}

export type BoxNode = Node<BoxData>;

/** The drawing with the states of an execution, for the library that shows it. */
export function toFlow({ boxes, arrows }: Drawing, view: ExecutionView, activities: ReadonlyMap<string, string>, ended: boolean) {
  const counts = toStepCounts(view.steps);
  const turns = toTurns(view);
  const newest = new Map([...view.steps.keys()].map((path) => [toPlainPath(path), path]));
  const nodes = boxes.map((box): BoxNode => {
    const stepId = box.kind === 'participant' ? (box.parentId ?? box.id) : box.id;
    const path = newest.get(stepId) ?? null;
    const { step } = box;
    return {
      id: box.id,
      type: box.kind,
      parentId: box.parentId,
      position: { x: box.x, y: box.y },
      width: box.width,
      height: box.height,
      data: {
        box,
        state: toShownState(counts.get(box.id), ended),
        counts: counts.get(box.id),
        innerCounts: step.type === 'loop' || step.type === 'map' ? counts.get(`${box.id}/${step.body.id}`) : undefined,
        activity: path === null ? undefined : activities.get(path),
        path,
        said: turns.said.get(box.id) ?? 0,
        speaking: turns.speaking.has(box.id),
      },
    };
  });
  return { nodes, edges: arrows.map((arrow) => toEdge(arrow, turns, counts)) };
}

function toEdge({ id, from, to, kind, both }: Arrow, turns: Turns, counts: ReadonlyMap<string, StepCounts>): Edge {
  const made = (turns.handedOver.get(`${from} ${to}`) ?? 0) + (both ? (turns.handedOver.get(`${to} ${from}`) ?? 0) : 0);
  const used = kind === 'route' ? made > 0 : counts.has(to);
  const color = used ? 'var(--accent)' : 'var(--line-strong)';
  const marker = { type: MarkerType.ArrowClosed, color };
  return {
    id,
    source: from,
    target: to,
    sourceHandle: kind === 'route' ? 'right' : 'bottom',
    targetHandle: kind === 'route' ? 'left' : 'top',
    style: { stroke: color, strokeWidth: used ? 2 : 1 },
    markerEnd: marker,
    markerStart: both ? marker : undefined,
    label: made > 0 ? `${made}×` : undefined,
    zIndex: 1,
  };
}
