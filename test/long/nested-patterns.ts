import type { Output } from '../../contracts/entities';
import type { Json } from '../../contracts/json';
import type { StepInput } from '../../contracts/steps';
import type { Behaviour, ChatRequest } from '../fakes/openai/behaviour';

/** The patterns that hold other steps, and all that may stand inside of them. */
export const OUTER = ['sequential', 'concurrent', 'route', 'loop', 'map'] as const;
export const INNER = ['agent', 'tool', 'groupChat', 'handoff', ...OUTER] as const;

export type OuterType = (typeof OUTER)[number];
export type InnerType = (typeof INNER)[number];

/** A step and what contract §3 says that it gives, when its agents answer as {@link answerByName}. */
export interface Expected {
  step: StepInput;
  output: Output;
}

/** `A` says a, `B` says b, `Desk` hands over to bob; each is known by its instructions. */
export function answerByName({ messages }: ChatRequest): Behaviour {
  const name = messages[0]?.content ?? '';
  return name === 'Desk' ? { toolCalls: [{ tool: 'handoff_to_bob', arguments: {} }] } : { text: name.toLowerCase() };
}

/** The smallest step of a type; its ids begin with `id`. */
export function createInner(type: InnerType, id: string): Expected {
  const a = createAgent(`${id}_a`, 'A');
  const b = createAgent(`${id}_b`, 'B');
  switch (type) {
    case 'agent':
      return createAgent(id, 'A');
    case 'tool':
      return {
        step: { id, type, tool: 'compose', arguments: { value: { n: 1 } } },
        output: { text: '{"n":1}', data: { n: 1 } },
      };
    case 'groupChat': {
      const participants = [
        { id: 'ann', agent: 'A' },
        { id: 'bob', agent: 'B' },
      ];
      return {
        step: { id, type, participants, maxRounds: 2 },
        output: { text: 'b', data: { rounds: 2, stoppedBy: 'maxRounds', lastSpeaker: 'bob' } },
      };
    }
    case 'handoff': {
      const participants = [
        { id: 'desk', agent: 'Desk' },
        { id: 'bob', agent: 'B' },
      ];
      return {
        step: { id, type, participants, start: 'desk' },
        output: { text: 'b', data: { agent: 'bob', handoffs: [{ from: 'desk', to: 'bob' }] } },
      };
    }
    case 'sequential':
      return { step: { id, type, steps: [a.step, b.step] }, output: b.output };
    default:
      return wrap(type, id, type === 'concurrent' ? b : a);
  }
}

/** A step of a type around another one. */
export function wrap(type: OuterType, id: string, inner: Expected): Expected {
  const a = createAgent(`${id}_other`, 'A');
  switch (type) {
    case 'sequential':
      return { step: { id, type, steps: [a.step, inner.step] }, output: inner.output };
    case 'concurrent':
      return {
        step: { id, type, branches: [inner.step, a.step] },
        output: {
          text: `${inner.output.text}\n\n${a.output.text}`,
          data: [
            { id: inner.step.id, status: 'completed', ...toJson(inner.output) },
            { id: a.step.id, status: 'completed', text: 'a' },
          ],
        },
      };
    case 'route':
      return { step: { id, type, cases: [{ when: 'false', step: a.step }], otherwise: inner.step }, output: inner.output };
    case 'loop':
      return {
        step: { id, type, body: inner.step, until: 'iteration == 2', maxIterations: 9 },
        output: { text: inner.output.text, data: { iterations: 2, stoppedBy: 'until', value: inner.output.data ?? null } },
      };
    case 'map': {
      const results = [0, 1].map((index) => ({ index, status: 'completed', ...toJson(inner.output) }));
      return {
        step: { id, type, over: '["x", "y"]', body: inner.step },
        output: { text: [inner.output.text, inner.output.text].join('\n\n'), data: results },
      };
    }
  }
}

function createAgent(id: string, agent: 'A' | 'B'): Expected {
  return { step: { id, type: 'agent', agent }, output: { text: agent.toLowerCase() } };
}

function toJson({ text, data }: Output): { [key: string]: Json } {
  return data === undefined ? { text } : { text, data };
}
