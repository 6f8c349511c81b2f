import type { StepInput } from '../../contracts/steps';

/** The agents are those of the examples that the Studio is seeded with. */
export const steps: StepInput[] = [
  {
    id: 'draft',
    type: 'sequential',
    steps: [
      { id: 'research', type: 'agent', agent: 'Researcher' },
      { id: 'write', type: 'agent', agent: 'Writer' },
    ],
  },
  {
    id: 'discussion',
    type: 'groupChat',
    participants: [
      { id: 'writer', agent: 'Writer' },
      { id: 'reviewer', agent: 'Reviewer' },
    ],
    maxRounds: 2,
  },
];
