import type { Json } from '../../contracts/json';
import { Tape } from '../../workflows/runtime/tape';

const ids = (tape: Tape) =>
  tape
    .toPages()
    .flatMap((page) => page.map(([id]) => id))
    .sort();

function tapeOf(...entries: string[]): Tape {
  return new Tape([entries.map((id): [string, number] => [id, id.length])]);
}

it('what is forgotten is what was named, and nothing that only begins like it', () => {
  const tape = tapeOf(
    'each/a#1:m1',
    'each/a#10:m1',
    'each/a#1/x',
    'each/a#1',
    'each/a#10',
    'each:done',
    'a:m1',
    'a:m10',
    'a:m1.summary1',
    'a:t1.2',
    'a:t10.2',
  );
  tape.forget('each/a#1', 'a:m1', 'a:t1', 'unknown/step', 'unknown:name');
  expect(ids(tape)).toEqual(['a:m10', 'a:t10.2', 'each/a#10', 'each/a#10:m1', 'each:done']);
});

it('every kind of id comes back from the pages as it went in', () => {
  const all = ['row', 'row/a#2:m1', 'row:chat', 'deadline:row', 'deadline:row/a', ':mailbox', 'row/a#2:m1.summary1'];
  const tape = new Tape(tapeOf(...all).toPages());
  expect(ids(tape)).toEqual([...all].sort());
  for (const id of all) expect(tape.get(id)).toBe(id.length);
  tape.forget('deadline:row/a', ':mailbox');
  expect(ids(tape)).toEqual(all.filter((id) => id !== 'deadline:row/a' && id !== ':mailbox').sort());
});

it('pages hold bytes, not characters', () => {
  const tape = new Tape([Array.from({ length: 100 }, (_, index): [string, string] => [`row/s${index}`, '語'.repeat(1_000)])]);
  for (const page of tape.toPages()) expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(64 * 1024);
});

it('what no page has room for comes back as it went in, from pages of bounded size', () => {
  const entries: [string, Json][] = [
    ['row/a', 'before'],
    [':mailbox', { upTo: 3, waiting: Array.from({ length: 5_000 }, (_, number) => ({ number, about: `"quoted" 語 🙂 ${number}` })) }],
    ['each:done', { next: 0, beyond: Array.from({ length: 20_000 }, (_, index) => index + 1) }],
    ['row/b', 'after'],
  ];
  const pages = new Tape([entries]).toPages();
  for (const page of pages) expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(64 * 1024);
  const tape = new Tape(JSON.parse(JSON.stringify(pages)));
  for (const [id, value] of entries) expect(tape.get(id)).toEqual(value);
  expect([...tape.entries()].map(([id]) => id).sort()).toEqual(entries.map(([id]) => id).sort());
});
