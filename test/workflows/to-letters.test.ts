import { LETTER_KINDS } from '../../contracts/letters';
import { toLetters } from '../../workflows/runtime/to-letters';

const letter = { number: 1, id: 'let_1', kind: 'event', about: 'paid' };

it.each([
  [[]],
  [LETTER_KINDS.map((kind, index) => ({ ...letter, number: index + 1, kind }))],
  [[{ ...letter, value: 'approved', about: '' }]],
])('takes letters as they are: %j', (letters) => {
  expect(toLetters(letters)).toEqual(letters);
});

it.each([
  [undefined],
  [null],
  ['rubbish'],
  [7],
  [letter],
  [{ length: 1, 0: letter }],
  [['rubbish']],
  [[null]],
  [[letter, undefined]],
  [[{ ...letter, number: 0 }]],
  [[{ ...letter, number: 1.5 }]],
  [[{ ...letter, number: '1' }]],
  [[{ ...letter, kind: 'bomb' }]],
  [[{ ...letter, about: undefined }]],
  [[{ ...letter, id: null }]],
])('takes nothing of what is no list of letters: %j', (sent) => {
  expect(toLetters(sent)).toBeUndefined();
});
