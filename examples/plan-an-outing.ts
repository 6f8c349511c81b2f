import type { Examples } from './examples';
import { oneText } from './one-text';

const leader = {
  name: 'Outing leader',
  description: 'Leads those who plan an outing.',
  instructions:
    'You lead a small team that plans outings for clubs. You keep in mind what is known and what is guessed, give each of the team ' +
    'one clear task at a time, and end with a plan that can be sent to the members.',
};

const scout = {
  name: 'Outing scout',
  description: 'Knows places, ways and opening times.',
  instructions: 'You know places for outings. Say where to go and how to get there, and what would have to be looked up. At most 80 words.',
};

const treasurer = {
  name: 'Outing treasurer',
  description: 'Reckons what it costs.',
  instructions: 'You reckon costs: per head, with what is included, and what is uncertain. At most 80 words.',
};

/** `magentic`: a manager writes down facts and a plan, says who does what, and plans anew when it does not get on. */
export const planAnOuting: Examples = {
  agents: [leader, scout, treasurer],
  workflows: [
    {
      name: 'Plan an outing',
      description: 'A leader plans, has a scout and a treasurer work, and writes the invitation.',
      inputSchema: oneText({
        name: 'topic',
        title: 'Outing',
        description: 'Who goes, when, and what matters',
        example: 'A day out for forty members of a rowing club in May, two of them in wheelchairs',
      }),
      root: {
        id: 'outing',
        type: 'magentic',
        manager: leader.name,
        participants: [
          { id: 'scout', agent: scout.name },
          { id: 'treasurer', agent: treasurer.name },
        ],
        maxRounds: 8,
        maxStalls: 2,
      },
    },
  ],
  start: [],
};
