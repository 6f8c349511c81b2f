import fc from 'fast-check';
import type { Letter } from '../../contracts/letters';
import { Mailbox } from '../../workflows/runtime/mailbox';

const letter = (number: number, about = 'paid'): Letter => ({ number, id: `l${number}`, kind: 'event', about });

function receive(mailbox: Mailbox, letters: Letter[]): number[] {
  const fresh = mailbox.receive(letters);
  for (const one of fresh) mailbox.keep(one);
  return fresh.map(({ number }) => number);
}

const numbers = (mailbox: Mailbox, about = 'paid') => mailbox.peek('event', about).map(({ number }) => number);

it('counts a letter once, whatever the order in which it comes, and hands it on to the next run', () => {
  const deliveries = fc.array(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 6 }), { maxLength: 8 });
  fc.assert(
    fc.property(deliveries, fc.nat(7), (batches, handover) => {
      let mailbox = new Mailbox();
      const taken: number[] = [];
      for (const [index, batch] of batches.entries()) {
        receive(
          mailbox,
          batch.map((number) => letter(number)),
        );
        const [oldest] = mailbox.peek('event', 'paid');
        if (oldest !== undefined && index % 2 === 0) {
          mailbox.remove([oldest]);
          taken.push(oldest.number);
        }
        if (index === handover) mailbox = new Mailbox(JSON.parse(JSON.stringify(mailbox.toState() ?? null)) ?? undefined);
      }
      const all = [...taken, ...numbers(mailbox)];
      expect(all).toHaveLength(new Set(all).size);
      expect(new Set(all)).toEqual(new Set(batches.flat()));
    }),
  );
});

it('keeps letters apart by what they are about, oldest first', () => {
  const mailbox = new Mailbox();
  receive(mailbox, [letter(1), letter(2, 'sent'), letter(3), { ...letter(4), kind: 'message' }]);
  expect(numbers(mailbox)).toEqual([1, 3]);
  expect(numbers(mailbox, 'sent')).toEqual([2]);
  mailbox.remove([letter(1)]);
  expect(numbers(mailbox)).toEqual([3]);
});

it('has a small state: not the letters that were taken, and nothing when none came', () => {
  expect(new Mailbox().toState()).toBeUndefined();
  const mailbox = new Mailbox();
  const letters = Array.from({ length: 1_000 }, (_, index) => letter(index + 1));
  receive(mailbox, letters.toReversed());
  mailbox.remove(letters);
  expect(mailbox.toState()).toEqual({ upTo: 1_000, beyond: [], waiting: [] });
  receive(mailbox, [letter(1_003)]);
  expect(mailbox.toState()).toMatchObject({ upTo: 1_000, beyond: [1_003], waiting: [{ number: 1_003 }] });
});
