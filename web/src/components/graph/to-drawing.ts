import { type Step, toInnerSteps } from '@client';
import dagre from '@dagrejs/dagre';
import type { Arrow, Box, Drawing } from './drawing';

const LEAF = { width: 190, height: 60 };
const PARTICIPANT = { width: 150, height: 52 };
/** Of a pattern's own box: its title above, and air around what is in it. */
const TITLE = 52;
const AIR = 16;
const GAP = 34;

interface Part {
  box: Omit<Box, 'x' | 'y' | 'parentId'>;
  /** What is in it, placed within it. */
  inner: Drawing;
}

/**
 * Draws a definition as what it is: steps one under the other, branches and cases as lanes, a chat as a table with its
 * speakers around it, a handoff as the routes between its participants.
 */
export function toDrawing(root: Step): Drawing {
  const part = toPart(root, root.id);
  return { boxes: [{ ...part.box, x: 0, y: 0 }, ...part.inner.boxes], arrows: part.inner.arrows };
}

function toPart(step: Step, id: string): Part {
  if (step.type === 'groupChat') return toChat(step, id);
  if (step.type === 'handoff') return toHandoff(step, id);
  const children = toInnerSteps(step);
  if (children.length === 0) return { box: { id, kind: 'leaf', step, ...LEAF }, inner: { boxes: [], arrows: [] } };
  const parts = children.map((child) => {
    const part = toPart(child, `${id}/${child.id}`);
    return { ...part, box: { ...part.box, caption: toCaption(step, child) } };
  });
  const arrows =
    step.type === 'sequential' ? parts.slice(1).map((part, index): Arrow => toArrow(parts[index]?.box.id ?? id, part.box.id, 'next')) : [];
  return toPattern({ id, kind: 'pattern', step }, parts, arrows, 'TB');
}

/** Under which condition a route takes a step. */
function toCaption(step: Step, child: Step): string | undefined {
  if (step.type !== 'route') return undefined;
  const taken = step.cases.find((one) => one.step.id === child.id);
  return taken === undefined ? 'otherwise' : `if ${taken.when}`;
}

function toHandoff(step: Extract<Step, { type: 'handoff' }>, id: string): Part {
  const everyone = step.participants.map((participant) => participant.id);
  const parts = everyone.map((participant) => toParticipant(step, id, participant));
  const leads = (from: string, to: string) => step.routes === undefined || (step.routes[from] ?? []).includes(to);
  const arrows = everyone.flatMap((from, index) =>
    everyone.slice(index + 1).flatMap((to): Arrow[] => {
      const [there, back] = [leads(from, to), leads(to, from)];
      if (!there && !back) return [];
      const arrow = there ? toArrow(`${id}/${from}`, `${id}/${to}`, 'route') : toArrow(`${id}/${to}`, `${id}/${from}`, 'route');
      return [there && back ? { ...arrow, both: true } : arrow];
    }),
  );
  return toPattern({ id, kind: 'pattern', step }, parts, arrows, 'LR');
}

/** Speakers around a table: their seats are on an ellipse, the first at the top. */
function toChat(step: Extract<Step, { type: 'groupChat' }>, id: string): Part {
  const count = step.participants.length;
  const radius = { x: Math.max(170, count * 36), y: Math.max(100, count * 24) };
  const width = 2 * (radius.x + AIR) + PARTICIPANT.width;
  const height = TITLE + 2 * (radius.y + AIR) + PARTICIPANT.height;
  const center = { x: width / 2, y: TITLE + (height - TITLE) / 2 };
  const boxes = step.participants.map(({ id: participant }, index): Box => {
    const angle = (index / count) * 2 * Math.PI - Math.PI / 2;
    return {
      ...toParticipant(step, id, participant).box,
      parentId: id,
      x: center.x + radius.x * Math.cos(angle) - PARTICIPANT.width / 2,
      y: center.y + radius.y * Math.sin(angle) - PARTICIPANT.height / 2,
    };
  });
  return { box: { id, kind: 'chat', step, width, height }, inner: { boxes, arrows: [] } };
}

function toParticipant(step: Step, id: string, participant: string): Part {
  return {
    box: { id: `${id}/${participant}`, kind: 'participant', step, participant, ...PARTICIPANT },
    inner: { boxes: [], arrows: [] },
  };
}

/** A box around parts, which the layout library places. */
function toPattern(box: Pick<Box, 'id' | 'kind' | 'step'>, parts: readonly Part[], arrows: Arrow[], rankdir: 'TB' | 'LR'): Part {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir, nodesep: GAP, ranksep: rankdir === 'LR' ? 90 : GAP, marginx: AIR, marginy: AIR });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { box: child } of parts) graph.setNode(child.id, { width: child.width, height: child.height });
  for (const { from, to } of arrows) graph.setEdge(from, to);
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const boxes = parts.flatMap((part): Box[] => {
    const { x, y } = graph.node(part.box.id);
    return [{ ...part.box, parentId: box.id, x: x - part.box.width / 2, y: TITLE + y - part.box.height / 2 }, ...part.inner.boxes];
  });
  return {
    box: { ...box, width: Math.max(width, LEAF.width + 2 * AIR), height: TITLE + height },
    inner: { boxes, arrows: [...arrows, ...parts.flatMap((part) => part.inner.arrows)] },
  };
}

function toArrow(from: string, to: string, kind: Arrow['kind']): Arrow {
  return { id: `${from} ${to}`, from, to, kind };
}
