import { toDurationText } from '../../web/src/lib/format';

it('says a length of time as people do', () => {
  const SECOND = 1_000;
  const MINUTE = 60 * SECOND;
  const HOUR = 60 * MINUTE;
  const texts = [-5, 420, 12.9 * SECOND, 3 * MINUTE + 5.2 * SECOND, 2 * HOUR + 10 * MINUTE, 76 * HOUR].map(toDurationText);
  expect(texts).toEqual(['0.0 s', '0.4 s', '12 s', '3 m 05 s', '2 h 10 m', '3 d 4 h']);
});
