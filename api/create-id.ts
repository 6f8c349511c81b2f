import { randomBytes } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_CHARACTERS = 10;

/** A new id `<prefix>_<26 characters>`: safe in URLs, ordered by time of making, never guessed twice. */
export function createId(prefix: string): string {
  let time = Date.now();
  let ordered = '';
  for (let index = 0; index < TIME_CHARACTERS; index++) {
    ordered = ALPHABET[time % 32] + ordered;
    time = Math.floor(time / 32);
  }
  const random = Array.from(randomBytes(16), (byte) => ALPHABET[byte % 32]).join('');
  return `${prefix}_${ordered}${random}`;
}
