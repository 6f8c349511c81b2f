import type { Examples } from './examples';
import { oneText } from './one-text';

const writer = {
  name: 'Reply writer',
  description: 'Answers a letter at once.',
  instructions: 'You get a letter that has made somebody angry. Write the reply that they would send at once, at most 120 words.',
};

const cooler = {
  name: 'Cool reader',
  description: 'Reads a reply the next morning.',
  instructions:
    'You get a reply that was written in anger. Say in one sentence what its writer will regret tomorrow, then give the reply ' +
    'as it should go out: as firm in the matter, without a word that hurts.',
};

/** `wait`: a pause between two steps; with `event` instead of `for` it would last until somebody sends that event. */
export const secondThoughts: Examples = {
  agents: [writer, cooler],
  workflows: [
    {
      name: 'Second thoughts',
      description: 'A reply is written at once, left alone for a while, and read again before it goes out.',
      inputSchema: oneText({
        name: 'text',
        title: 'Letter',
        description: 'The letter that has to be answered',
        example: 'Your invoice is wrong again. I begin to think that you do it on purpose.',
      }),
      root: {
        id: 'reply',
        type: 'sequential',
        steps: [
          { id: 'write', type: 'agent', name: 'Write at once', agent: writer.name },
          { id: 'rest', type: 'wait', name: 'Let it rest', for: '1s' },
          { id: 'read', type: 'agent', name: 'Read again', agent: cooler.name },
        ],
      },
    },
  ],
  start: [],
};
