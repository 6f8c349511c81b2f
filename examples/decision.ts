import type { Examples } from './examples';
import { oneText } from './one-text';

const analysis = 'Give your finding in one sentence, then at most five points with the reason for each, then what you could not find out.';

const market = {
  name: 'Market analyst',
  description: 'Looks at demand and competition.',
  instructions: `You look at a decision from the side of the market: who wants it, who else offers it, how that may change. ${analysis}`,
};

const risk = {
  name: 'Risk analyst',
  description: 'Looks at what may go wrong.',
  instructions: `You look at a decision from the side of risk: what may go wrong, how likely, how bad, and how one would notice early. ${analysis}`,
};

const cost = {
  name: 'Cost analyst',
  description: 'Looks at money and time.',
  instructions: `You look at a decision from the side of cost: what it takes in money and time, at the start and for ever. ${analysis}`,
};

/** Votes are compared as texts, so a vote is one word and nothing else. */
const ballot = 'Answer with one of these words and nothing else: yes, no, wait.';

const bold = {
  name: 'Bold voter',
  description: 'Votes for what may be won.',
  instructions: `You get a question and three analyses, and vote. What may be won counts more for you than what may be lost. ${ballot}`,
};

const careful = {
  name: 'Careful voter',
  description: 'Votes against what may be lost.',
  instructions: `You get a question and three analyses, and vote. What cannot be undone needs strong reasons for you. ${ballot}`,
};

const thrifty = {
  name: 'Thrifty voter',
  description: 'Votes by what it costs.',
  instructions: `You get a question and three analyses, and vote. You ask what else the money and the time could do. ${ballot}`,
};

const memoWriter = {
  name: 'Memo author',
  description: 'Writes down a decision and its reasons.',
  instructions:
    'You write the memo of a decision: first the decision in one sentence, then the reasons for it, the strongest reason against ' +
    'it, and what would have to happen for it to be looked at again. At most 250 words. The vote decides, not you.',
};

/** Nested: three analyses at the same time, a vote on them, and a memo. */
export const decision: Examples = {
  agents: [market, risk, cost, bold, careful, thrifty, memoWriter],
  workflows: [
    {
      name: 'Decision with a vote',
      description: 'Three analysts look at a question, three voters decide, a memo says what was decided and why.',
      inputSchema: oneText({
        name: 'topic',
        title: 'Question',
        description: 'What is to be decided, so that yes or no is an answer',
        example: 'Should our bakery open a second shop at the station?',
      }),
      root: {
        id: 'decision',
        type: 'sequential',
        steps: [
          {
            id: 'analyses',
            type: 'concurrent',
            name: 'Analyses',
            branches: [
              { id: 'market', type: 'agent', name: 'Market', agent: market.name },
              { id: 'risk', type: 'agent', name: 'Risk', agent: risk.name },
              { id: 'cost', type: 'agent', name: 'Cost', agent: cost.name },
            ],
          },
          {
            id: 'vote',
            type: 'concurrent',
            name: 'Vote',
            input: 'Question: {{ input.topic }}\n\nAnalyses:\n{{ steps.analyses.text }}',
            branches: [
              { id: 'bold', type: 'agent', name: 'Bold', agent: bold.name },
              { id: 'careful', type: 'agent', name: 'Careful', agent: careful.name },
              { id: 'thrifty', type: 'agent', name: 'Thrifty', agent: thrifty.name },
            ],
            aggregate: { type: 'vote' },
          },
          {
            id: 'memo',
            type: 'agent',
            name: 'Memo',
            agent: memoWriter.name,
            input:
              'Question: {{ input.topic }}\nDecision: {{ steps.vote.data.winner }}\nVotes: {{ steps.vote.data.votes }}\n\n' +
              'Analyses:\n{{ steps.analyses.text }}',
          },
        ],
      },
    },
  ],
  start: [],
};
