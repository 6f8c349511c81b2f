import type { Examples } from './examples';
import { oneText } from './one-text';

const adviser = {
  name: 'Readability adviser',
  description: 'Says how to make a text easier to read.',
  instructions:
    'You get the figures of a text (words, sentences, paragraphs, minutes to read) and the text itself. Say in one sentence ' +
    'who can read it without effort. Then give the three changes that would help most, each with the passage it is about ' +
    'and a better version of it. Use the figures; do not count yourself.',
};

/** `tool`: what can be counted is counted, not guessed by a model. */
export const readabilityCheck: Examples = {
  agents: [adviser],
  workflows: [
    {
      name: 'Readability check',
      description: 'A tool measures a text, then an agent says how to make it easier to read.',
      inputSchema: oneText({
        name: 'text',
        title: 'Text',
        description: 'The text to check',
        example: 'The keeper wound the clockwork every four hours. Had he overslept, the lamp would have stood still.',
      }),
      root: {
        id: 'check',
        type: 'sequential',
        steps: [
          { id: 'measure', type: 'tool', name: 'Measure', tool: 'text_statistics', arguments: { text: '{{ input.text }}' } },
          {
            id: 'advise',
            type: 'agent',
            name: 'Advise',
            agent: adviser.name,
            input: 'Figures: {{ steps.measure.data }}\n\nText:\n{{ input.text }}',
          },
        ],
      },
    },
  ],
  start: [],
};
