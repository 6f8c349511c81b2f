import type { Examples } from './examples';
import { oneText } from './one-text';

const writer = {
  name: 'Slogan writer',
  description: 'Writes a slogan and improves it by the remarks it gets.',
  instructions:
    'You write slogans. Either you get what it is for, then write one slogan; or you get JSON with your last slogan and the ' +
    'remarks of a judge, then write a better one that meets them. Answer with the slogan only, at most ten words.',
};

const judge = {
  name: 'Slogan judge',
  description: 'Gives a slogan a score and says what is missing.',
  instructions:
    'You judge slogans: is it clear what it is for, is it memorable, is it true, does it sound good aloud? Give a score from 0 ' +
    'to 10, where 8 means that you would print it. Say in one sentence what would make it better.',
  output: {
    type: 'object',
    properties: {
      score: { type: 'integer', minimum: 0, maximum: 10, description: '8 and more: print it' },
      remark: { type: 'string', description: 'What would make it better' },
    },
    required: ['score', 'remark'],
    additionalProperties: false,
  },
};

/** `loop`, evaluator and optimizer: one writes, one judges, until the score is good enough. */
export const refineSlogan: Examples = {
  agents: [writer, judge],
  workflows: [
    {
      name: 'Refine a slogan',
      description: 'A writer and a judge take turns until the judge gives at least 8 of 10, five times at most.',
      inputSchema: oneText({
        name: 'topic',
        title: 'What for',
        description: 'What the slogan is for',
        example: 'A night ferry that takes bicycles for free',
      }),
      root: {
        id: 'slogan',
        type: 'sequential',
        steps: [
          {
            id: 'refine',
            type: 'loop',
            name: 'Refine',
            body: {
              id: 'pass',
              type: 'sequential',
              name: 'Pass',
              steps: [
                { id: 'write', type: 'agent', name: 'Write', agent: writer.name },
                {
                  id: 'judge',
                  type: 'agent',
                  name: 'Judge',
                  agent: judge.name,
                  input: 'For: {{ input.topic }}\n\nVersion {{ iteration }}:\n{{ steps.write.text }}',
                },
                {
                  // What the next pass needs to know, for it sees only the text of this one.
                  id: 'hand_on',
                  type: 'tool',
                  name: 'Hand on',
                  tool: 'compose',
                  arguments: {
                    value: {
                      for: '{{ input.topic }}',
                      slogan: '{{ steps.write.text }}',
                      score: '{{ steps.judge.data.score }}',
                      remark: '{{ steps.judge.data.remark }}',
                    },
                  },
                },
              ],
            },
            until: 'last.data.score >= 8',
            maxIterations: 5,
          },
          { id: 'result', type: 'tool', name: 'Result', tool: 'compose', arguments: { value: '{{ steps.refine.data.value.slogan }}' } },
        ],
      },
    },
  ],
  start: [],
};
