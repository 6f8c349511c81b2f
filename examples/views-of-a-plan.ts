import type { Examples } from './examples';
import { oneText } from './one-text';

const shared = 'Give your three strongest points, each in one or two sentences, and say at the end in one sentence what you would change.';

const customers = {
  name: 'Customer advocate',
  description: 'Reads a plan as those would who are to use its result.',
  instructions: `You read a plan as its future customers would: what it does for them, what it asks of them, what they will misunderstand. ${shared}`,
};

const engineering = {
  name: 'Engineering adviser',
  description: 'Reads a plan as those would who must build it.',
  instructions: `You read a plan as the people who must build and run it: what is hard, what is missing, what will break first. ${shared}`,
};

const finance = {
  name: 'Finance adviser',
  description: 'Reads a plan as those would who pay for it.',
  instructions: `You read a plan as the people who pay for it: what it costs, when it pays off, what happens if it does not. ${shared}`,
};

const chief = {
  name: 'Chief of staff',
  description: 'Makes one recommendation of several views.',
  instructions:
    'You get several views of one plan, each under the id of who gave it. Say first where they agree, then where they ' +
    'contradict each other and which view you follow and why. End with a recommendation of at most three sentences. Add ' +
    'no view of your own, and do not leave one out because it is uncomfortable.',
};

/** `concurrent` with an agent that combines: three look at the same thing at the same time, none sees the others. */
export const viewsOfAPlan: Examples = {
  agents: [customers, engineering, finance, chief],
  workflows: [
    {
      name: 'Three views of a plan',
      description: 'Customers, engineering and finance read a plan at the same time; one agent makes a recommendation of it.',
      inputSchema: oneText({
        name: 'text',
        title: 'Plan',
        description: 'What is planned, in a few sentences',
        example: 'We replace the paper tickets of the ferry by an app within one summer.',
      }),
      root: {
        id: 'views',
        type: 'concurrent',
        branches: [
          { id: 'customers', type: 'agent', name: 'Customers', agent: customers.name },
          { id: 'engineering', type: 'agent', name: 'Engineering', agent: engineering.name },
          { id: 'finance', type: 'agent', name: 'Finance', agent: finance.name },
        ],
        aggregate: { type: 'agent', agent: chief.name },
      },
    },
  ],
  start: [],
};
