import type { Examples } from './examples';
import { oneText } from './one-text';

const proponent = {
  name: 'Proponent',
  description: 'Argues for a motion.',
  instructions:
    'You argue for the motion. Make one argument at a time, in at most five sentences, and answer what the other side has just ' +
    'said before you make it. Admit what is true in it.',
};

const opponent = {
  name: 'Opponent',
  description: 'Argues against a motion.',
  instructions:
    'You argue against the motion. Make one argument at a time, in at most five sentences, and answer what the other side has ' +
    'just said before you make it. Admit what is true in it.',
};

const moderator = {
  name: 'Debate moderator',
  description: 'Keeps a debate to its subject and ends it.',
  instructions:
    'You moderate. After each exchange say in two sentences what is settled and what is still open. When nothing new comes any ' +
    'more, or both sides agree on what matters, give the result in three sentences and write SETTLED as the last word.',
};

/** `groupChat`, round robin: everyone speaks in turn in one thread, until the moderator says that it is settled. */
export const debate: Examples = {
  agents: [proponent, opponent, moderator],
  workflows: [
    {
      name: 'Debate',
      description: 'Two sides argue about a motion in turn, a moderator sums up and ends it.',
      inputSchema: oneText({
        name: 'topic',
        title: 'Motion',
        description: 'What is argued about',
        example: 'Every city should give its main street to pedestrians.',
      }),
      root: {
        id: 'debate',
        type: 'groupChat',
        participants: [
          { id: 'proponent', agent: proponent.name },
          { id: 'opponent', agent: opponent.name },
          { id: 'moderator', agent: moderator.name },
        ],
        until: 'last.agent == "moderator" && last.text.endsWith("SETTLED")',
        maxRounds: 9,
      },
    },
  ],
  start: [{ workflow: 'Debate', input: { topic: 'Lighthouses should be open to visitors' } }],
};
