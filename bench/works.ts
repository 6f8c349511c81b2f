import type { Json } from '../contracts/json';
import type { StepInput } from '../contracts/steps';
import type { View } from '../contracts/view';

/** A piece of work, written once for us and once on the bare SDK. */
export interface Work {
  /** Model calls of one execution. */
  calls: number;
  /** Of every execution of ours. */
  input: Json;
  /** For us: a definition. Every agent in it is `BENCH_AGENT`. */
  root: StepInput;
  /**
   * On the bare SDK: a workflow of bare/workflows.ts with its arguments, and its twin that carries the transcript.
   * Work that is no conversation has no twin.
   */
  bare: { workflow: string; withTranscript?: string; arguments: unknown[] };
}

/** The name of the agent that every shape's steps name. */
export const BENCH_AGENT = 'Bench';

const INPUT = 'Write about the sea.';

/** Agents one after the other. */
export function inARow(calls: number): Work {
  const agents = toIds('agent', calls);
  return {
    calls,
    input: INPUT,
    root: { id: 'row', type: 'sequential', steps: agents.map(toAgentStep) },
    bare: { workflow: 'agentsInARow', withTranscript: 'agentsInARowWithTranscript', arguments: [agents, INPUT] },
  };
}

/** Agents at the same time, and one more that reads what they all wrote. */
export function atOnce(branches: number): Work {
  const agents = toIds('agent', branches);
  return {
    calls: branches + 1,
    input: INPUT,
    root: {
      id: 'team',
      type: 'concurrent',
      branches: agents.map(toAgentStep),
      aggregate: { type: 'agent', agent: BENCH_AGENT },
    },
    bare: { workflow: 'agentsAtOnce', arguments: [agents, 'aggregator', INPUT] },
  };
}

/** Three participants by turns in one thread, each of whom hears all of it unless a view is given. */
export function chat(rounds: number, view?: View): Work {
  const participants = toIds('speaker', 3);
  return {
    calls: rounds,
    input: INPUT,
    root: {
      id: 'chat',
      type: 'groupChat',
      participants: participants.map((id) => ({ id, agent: BENCH_AGENT, view })),
      maxRounds: rounds,
    },
    bare: { workflow: 'chat', withTranscript: 'chatWithTranscript', arguments: [participants, rounds, INPUT] },
  };
}

/** An agent for each item of a list. */
export function forEachOf(count: number, { maxParallel }: { maxParallel: number }): Work {
  const items = Array.from({ length: count }, (_, index) => `Write about wave ${index + 1}.`);
  return {
    calls: count,
    input: items,
    root: { id: 'each', type: 'map', over: 'input', body: toAgentStep('agent'), maxParallel },
    bare: { workflow: 'agentForEach', arguments: [items, maxParallel] },
  };
}

function toAgentStep(id: string): StepInput {
  return { id, type: 'agent', agent: BENCH_AGENT };
}

function toIds(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${name}_${String(index + 1).padStart(3, '0')}`);
}
