import type { Examples } from './examples';
import { oneText } from './one-text';

const chair = {
  name: 'Meeting chair',
  description: 'Decides who speaks next in a meeting.',
  instructions:
    'You chair a short planning meeting. Let the scheduler propose first. Call the sceptic when something was proposed that ' +
    'nobody has questioned, and the scheduler again when an objection needs a change; tell them in one sentence what you want. ' +
    'When there is nothing left to object to, let the secretary write the plan, and end the meeting after that.',
};

const scheduler = {
  name: 'Scheduler',
  description: 'Proposes a plan with dates.',
  instructions:
    'You propose how to get something done: at most six steps, each with who does it and by when. When there is an objection, ' +
    'change the plan and say what you changed. Keep it short.',
};

const sceptic = {
  name: 'Sceptic',
  description: 'Finds what will go wrong.',
  instructions: 'You look for what will go wrong with a plan. Name the one or two things that matter most, and what would prevent each.',
};

const secretary = {
  name: 'Secretary',
  description: 'Writes down what was decided.',
  instructions:
    'You write down the plan as it stands now: the steps with names and dates, then open questions. Add nothing that nobody said.',
};

/** `groupChat` with a manager: an agent decides who speaks next, tells it what to do, and ends the meeting. */
export const planningMeeting: Examples = {
  agents: [chair, scheduler, sceptic, secretary],
  workflows: [
    {
      name: 'Planning meeting',
      description: 'A chair leads a scheduler, a sceptic and a secretary to a plan.',
      inputSchema: oneText({
        name: 'topic',
        title: 'What is to be planned',
        description: 'The task, with dates and people if there are any',
        example: 'Move the library of a small school into its new building during the spring holidays.',
      }),
      root: {
        id: 'meeting',
        type: 'groupChat',
        participants: [
          { id: 'scheduler', agent: scheduler.name },
          { id: 'sceptic', agent: sceptic.name },
          { id: 'secretary', agent: secretary.name },
        ],
        manager: { type: 'agent', agent: chair.name },
        maxRounds: 10,
      },
    },
  ],
  start: [],
};
