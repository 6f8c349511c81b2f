/** Ids and times that all examples share, so that they tell one story. */
export const IDS = {
  agent: 'agt_01kb0h4m8ze4q9v7x2c5n6t3wa',
  workflow: 'wfl_01kb0h4m8ze4q9v7x2c5n6t3wb',
  execution: 'exe_01kb0h4m8ze4q9v7x2c5n6t3wc',
} as const;

export const TIMES = {
  start: '2026-11-24T12:00:00.000Z',
  middle: '2026-11-24T12:00:02.500Z',
  end: '2026-11-24T12:00:05.000Z',
} as const;
