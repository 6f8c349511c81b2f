import type { Examples } from './examples';
import { oneText } from './one-text';

/** Votes are compared as texts, so a vote is one word and nothing else. */
const ballot = 'Answer with one of these words and nothing else: keep, remove.';

const strict = {
  name: 'Strict moderator',
  description: 'Removes what is not clearly fine.',
  instructions: `You judge comments of readers. Anything rude, off the subject or advertising has to go. When in doubt, remove. ${ballot}`,
};

const lenient = {
  name: 'Lenient moderator',
  description: 'Keeps what is not clearly wrong.',
  instructions: `You judge comments of readers. A sharp tone is no reason to remove; insults of persons and spam are. When in doubt, keep. ${ballot}`,
};

const legal = {
  name: 'Legal moderator',
  description: 'Looks at the law only.',
  instructions: `You judge comments of readers by the law only: threats, defamation, private data of others. Tone and taste are not your business. ${ballot}`,
};

/** `concurrent` with a vote: three judge by different rules, the majority wins. */
export const moderateByVote: Examples = {
  agents: [strict, lenient, legal],
  workflows: [
    {
      name: 'Moderate a comment by vote',
      description: 'Three moderators with different rules vote on a comment of a reader.',
      inputSchema: oneText({
        name: 'text',
        title: 'Comment',
        description: 'The comment of a reader',
        example: 'Whoever wrote this has never seen a lighthouse from the inside.',
      }),
      root: {
        id: 'vote',
        type: 'concurrent',
        branches: [
          { id: 'strict', type: 'agent', name: 'Strict', agent: strict.name },
          { id: 'lenient', type: 'agent', name: 'Lenient', agent: lenient.name },
          { id: 'legal', type: 'agent', name: 'Legal', agent: legal.name },
        ],
        // One moderator that does not answer is no reason to have no result.
        onFailure: 'collect',
        aggregate: { type: 'vote' },
      },
    },
  ],
  start: [],
};
