import { childrenOf } from '../contracts/children-of';
import { HANDOFF_TOOL_PREFIX } from '../contracts/constants';
import type { GroupChatStep, HandoffStep, MagenticStep, Participant, Step } from '../contracts/steps';
import { finalFailure } from './running-call';

/** A step on the way from the root to where a call runs. */
export interface Place {
  step: Step;
  path: string;
  /** From 1, for a body that runs again and again. */
  repetition?: number;
}

/** Where a call runs: the steps from the root down, and the participant whose turn it is, if the last one has some. */
export interface Lineage {
  places: Place[];
  here: Place;
  participant?: Participant;
}

/** Follows a step path down the plan's tree. */
export function traceStep(root: Step, stepPath: string): Lineage {
  const names = stepPath.split('/').map((part) => part.split('#') as [string, string?]);
  const places: Place[] = [];
  let participant: Participant | undefined;
  for (const [index, [id, repetition]] of names.entries()) {
    const parent = places.at(-1)?.step;
    const step = parent === undefined ? root : childrenOf(parent).find(({ step: child }) => child.id === id)?.step;
    const path = stepPath
      .split('/')
      .slice(0, index + 1)
      .join('/');
    if (step !== undefined) places.push({ step, path, ...(repetition !== undefined && { repetition: Number(repetition) }) });
    else if (parent !== undefined && hasParticipants(parent)) participant = parent.participants.find((one) => one.id === id);
    if (step === undefined && participant === undefined) throw finalFailure('plan_incomplete', `The plan has no step ${stepPath}`);
  }
  const here = places.at(-1);
  if (here === undefined) throw finalFailure('plan_incomplete', `The plan has no step ${stepPath}`);
  return { places, here, ...(participant && { participant }) };
}

function hasParticipants(step: Step): step is GroupChatStep | HandoffStep | MagenticStep {
  return 'participants' in step;
}

/** Who speaks at a place, and as what. */
export interface Speaker {
  role: 'agent' | 'participant' | 'manager' | 'aggregator';
  /** Id of the agent in the plan. */
  reference: string;
  /** The participant's id; the agent's name is used where there is none. */
  participant?: string;
  /** Through whose eyes the thread is read; null: it is the speaker's own. */
  reader: string | null;
}

export function speakerAt({ here, participant }: Lineage): Speaker {
  const { step, path } = here;
  if (participant !== undefined)
    return { role: 'participant', reference: participant.agent, participant: participant.id, reader: participant.id };
  if (step.type === 'agent') return { role: 'agent', reference: step.agent, reader: null };
  if (step.type === 'groupChat' && step.manager.type === 'agent') return { role: 'manager', reference: step.manager.agent, reader: '' };
  if (step.type === 'magentic') return { role: 'manager', reference: step.manager, reader: '' };
  if (step.type === 'concurrent' && step.aggregate.type === 'agent')
    return { role: 'aggregator', reference: step.aggregate.agent, reader: null };
  throw finalFailure('plan_incomplete', `Nobody speaks in the step ${path}`);
}

/** The participants that the one whose turn it is may hand over to; none outside a handoff. */
export function handoffTargets({ here, participant }: Lineage): Participant[] {
  const { step } = here;
  if (step.type !== 'handoff' || participant === undefined) return [];
  const routes = step.routes === undefined ? step.participants.map(({ id }) => id) : (step.routes[participant.id] ?? []);
  return step.participants.filter(({ id }) => id !== participant.id && routes.includes(id));
}

/** The tool by which one hands over to a participant. */
export function handoffTool({ id }: Participant): string {
  return `${HANDOFF_TOOL_PREFIX}${id}`;
}
