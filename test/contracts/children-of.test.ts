import { childrenOf } from '../../contracts/children-of';
import { STEP_TYPES } from '../../contracts/constants';
import { step } from '../../contracts/steps';

const leaf = (id: string) => ({ id, type: 'agent', agent: 'Writer' });
const participants = [{ id: 'b', agent: 'Writer' }];

/** A step of every type, and where its inner steps stand in it. */
const SAMPLES: [definition: { type: string; [field: string]: unknown }, inner: Record<string, string>][] = [
  [leaf('a'), {}],
  [{ id: 'a', type: 'tool', tool: 'text_statistics' }, {}],
  [
    { id: 'a', type: 'sequential', steps: [leaf('b'), leaf('c')] },
    { '/steps/0': 'b', '/steps/1': 'c' },
  ],
  [
    { id: 'a', type: 'concurrent', branches: [leaf('b'), leaf('c')] },
    { '/branches/0': 'b', '/branches/1': 'c' },
  ],
  [{ id: 'a', type: 'groupChat', participants, maxRounds: 2 }, {}],
  [{ id: 'a', type: 'handoff', participants, start: 'b' }, {}],
  [
    { id: 'a', type: 'route', cases: [{ when: 'true', step: leaf('b') }], otherwise: leaf('c') },
    { '/cases/0/step': 'b', '/otherwise': 'c' },
  ],
  [{ id: 'a', type: 'loop', until: 'true', maxIterations: 2, body: leaf('b') }, { '/body': 'b' }],
  [{ id: 'a', type: 'map', over: 'input', body: leaf('b') }, { '/body': 'b' }],
  [{ id: 'a', type: 'workflow', workflow: 'Other' }, {}],
  [{ id: 'a', type: 'magentic', manager: 'Boss', participants, maxRounds: 2 }, {}],
  [{ id: 'a', type: 'wait', for: '1s' }, {}],
  [{ id: 'a', type: 'approval', prompt: 'May it?' }, {}],
];

it('is tried with every type of step', () => {
  expect(SAMPLES.map(([{ type }]) => type).sort()).toEqual([...STEP_TYPES].sort());
});

it.each(SAMPLES.map(([definition, inner]) => ({ type: definition.type, definition, inner })))(
  'finds the steps inside a step of the type $type, and what compensates it as the last',
  ({ definition, inner }) => {
    const found = (of: object) => childrenOf(step.parse(of)).map(({ step: { id }, pointer }) => [pointer, id]);
    expect(found(definition)).toEqual(Object.entries(inner));
    expect(found({ ...definition, compensate: leaf('undo') })).toEqual([...Object.entries(inner), ['/compensate', 'undo']]);
  },
);
