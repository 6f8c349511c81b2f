import type { Step } from '@client';
import { type Edge, MarkerType, type Node, Position } from '@xyflow/react';
import type { ArrowState, BoxState } from './box-state';
import type { Arrow, Box, Drawing } from './drawing';

/** What a box shows: what it is and, in an execution, how it stands. */
export interface BoxData extends Record<string, unknown> {
  box: Box;
  /** Who or what does it. */
  what: string;
  state: BoxState | undefined;
}

/** Agents' names by id, for steps that name an agent by its id. */
export type AgentNames = ReadonlyMap<string, string>;

export type BoxNode = Node<BoxData>;

/** How the parts of a drawing stand in an execution. */
export interface DrawingState {
  box: (box: Box) => BoxState;
  arrow: (arrow: Arrow) => ArrowState;
}

/** More than boxes are nested, each of which lies one above that around it. */
const ARROWS = 100;

/** A drawing, with the states of an execution if there is one, for the library that shows it. */
export function toFlow({ boxes, arrows }: Drawing, state: DrawingState | undefined, names: AgentNames) {
  const nodes = boxes.map(
    (box): BoxNode => ({
      id: box.id,
      type: box.kind,
      parentId: box.parentId,
      position: { x: box.x, y: box.y },
      width: box.width,
      height: box.height,
      handles: toHandles(box),
      // An arrow lies over the boxes around it, and behind a box that it only passes by.
      zIndex: box.kind === 'leaf' || box.kind === 'participant' ? ARROWS + 1 : 0,
      data: { box, what: toWhat(box, names), state: state?.box(box) },
    }),
  );
  return { nodes, edges: arrows.map((arrow) => toEdge(arrow, state?.arrow(arrow))) };
}

/** Where arrows begin and end. Said here, for what the library measures is lost whenever a state changes, and the arrows with it. */
function toHandles({ width, height }: Box): NonNullable<BoxNode['handles']> {
  const point = { width: 1, height: 1 };
  return [
    { ...point, id: 'top', type: 'target', position: Position.Top, x: width / 2, y: 0 },
    { ...point, id: 'left', type: 'target', position: Position.Left, x: 0, y: height / 2 },
    { ...point, id: 'bottom', type: 'source', position: Position.Bottom, x: width / 2, y: height },
    { ...point, id: 'right', type: 'source', position: Position.Right, x: width, y: height / 2 },
  ];
}

function toWhat({ step, participant }: Box, names: AgentNames): string {
  const agent = participant === undefined ? toAgent(step) : toParticipants(step).find(({ id }) => id === participant)?.agent;
  if (agent !== undefined) return names.get(agent) ?? agent;
  return step.type === 'tool' ? step.tool : step.type;
}

function toAgent(step: Step): string | undefined {
  return step.type === 'agent' ? step.agent : undefined;
}

function toParticipants(step: Step): readonly { id: string; agent: string }[] {
  return step.type === 'groupChat' || step.type === 'handoff' ? step.participants : [];
}

function toEdge({ id, from, to, kind, both }: Arrow, state: ArrowState | undefined): Edge {
  const toColor = (used: boolean | undefined) => (used ? 'var(--accent)' : 'var(--line-strong)');
  const toMarker = (used: boolean | undefined) => ({ type: MarkerType.ArrowClosed, color: toColor(used) });
  const used = state?.used || state?.usedBack;
  return {
    id,
    source: from,
    target: to,
    sourceHandle: kind === 'route' ? 'right' : 'bottom',
    targetHandle: kind === 'route' ? 'left' : 'top',
    style: { stroke: toColor(used), strokeWidth: used ? 2 : 1 },
    markerEnd: toMarker(state?.used),
    markerStart: both ? toMarker(state?.usedBack) : undefined,
    label: state !== undefined && state.made > 0 ? `${state.made}×` : undefined,
    zIndex: ARROWS,
  };
}
