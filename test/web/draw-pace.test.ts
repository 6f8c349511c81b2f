import { toPause } from '../../web/src/features/execution/model/draw-pace';

it('leaves two thirds of the time to the reader, and shows what came within half a second', () => {
  expect(toPause(0)).toBe(40);
  expect(toPause(15)).toBe(40);
  expect(toPause(100)).toBe(200);
  expect(toPause(60_000)).toBe(400);
});
