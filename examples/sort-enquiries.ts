import type { Examples } from './examples';
import { oneText } from './one-text';

const sorter = {
  name: 'Enquiry sorter',
  description: 'Says what kind of enquiry a letter is.',
  instructions:
    'You get a letter to a museum. Say of what kind it is: visit (times, prices, groups, access), loan (another house wants to ' +
    'borrow something), press (journalists, pictures, interviews), or other. Say in one sentence why.',
  output: {
    type: 'object',
    properties: {
      kind: { enum: ['visit', 'loan', 'press', 'other'], description: 'What the letter is about' },
      reason: { type: 'string', description: 'Why, in one sentence' },
    },
    required: ['kind', 'reason'],
    additionalProperties: false,
  },
};

const visits = {
  name: 'Visitor service',
  description: 'Answers letters of visitors.',
  instructions:
    'You answer letters of visitors to a museum: friendly, at most 120 words. Say what you would have to look up rather than invent it.',
};

const loans = {
  name: 'Loans registrar',
  description: 'Answers requests for loans.',
  instructions:
    'You answer museums that want to borrow something. Thank them, say which papers you need (facility report, dates, insurance ' +
    'value) and that a loan takes at least six months. Promise nothing.',
};

const press = {
  name: 'Press officer',
  description: 'Answers journalists.',
  instructions:
    'You answer journalists the same day: say who will call them, what pictures exist and under which conditions. At most 100 words.',
};

/** `route`: a classifier's answer decides which branch runs; the others cost nothing. */
export const sortEnquiries: Examples = {
  agents: [sorter, visits, loans, press],
  workflows: [
    {
      name: 'Sort enquiries',
      description: 'Finds out what a letter to a museum is about, and has the right desk answer it.',
      inputSchema: oneText({
        name: 'message',
        title: 'Letter',
        description: 'A letter to the museum',
        example: 'For our exhibition on navigation in autumn we would like to ask for the loan of your first-order lens.',
      }),
      root: {
        id: 'enquiry',
        type: 'sequential',
        steps: [
          { id: 'sort', type: 'agent', name: 'Sort', agent: sorter.name },
          {
            id: 'answer',
            type: 'route',
            name: 'Answer',
            input: '{{ input.message }}',
            cases: [
              { when: 'steps.sort.data.kind == "visit"', step: { id: 'visit', type: 'agent', name: 'Visits', agent: visits.name } },
              { when: 'steps.sort.data.kind == "loan"', step: { id: 'loan', type: 'agent', name: 'Loans', agent: loans.name } },
              { when: 'steps.sort.data.kind == "press"', step: { id: 'press', type: 'agent', name: 'Press', agent: press.name } },
            ],
            otherwise: {
              id: 'keep',
              type: 'tool',
              name: 'Keep for a person',
              tool: 'write_artifact',
              arguments: { name: 'letter.txt', text: '{{ steps.sort.data.reason }}\n\n{{ input.message }}' },
            },
          },
        ],
      },
    },
  ],
  start: [],
};
