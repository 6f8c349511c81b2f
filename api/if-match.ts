import { Problem } from '../contracts/problem';

const ENTITY_TAGS = /^(W\/)?"[\x21\x23-\x7e]*"(\s*,\s*(W\/)?"[\x21\x23-\x7e]*")*$/;
const REVISION = /^"([1-9][0-9]{0,8})"$/;

/**
 * The revision that a conditional request expects; null for `*`, which takes any. Throws `precondition_required`
 * without the header, `invalid_if_match` when it cannot be read, `precondition_failed` when it is no tag of ours.
 */
export function parseIfMatch(header: string | undefined): number | null {
  const given = header?.trim();
  if (given === undefined || given === '') {
    throw new Problem('precondition_required', 'Send If-Match with the ETag that you have read, or *');
  }
  if (given === '*') return null;
  if (!ENTITY_TAGS.test(given)) throw new Problem('invalid_if_match', 'Send If-Match as one quoted revision such as "3", or *');
  const revision = REVISION.exec(given)?.[1];
  if (revision === undefined) throw new Problem('precondition_failed', 'Read it again; its ETag is one quoted revision such as "3"');
  return Number(revision);
}
