import { toJsonPointer } from '../contracts/json-pointer';

/** An object or a list that is open where the reading stands. */
interface Open {
  outer: Open | null;
  /** The name of the member, or the index of the item, that is being read. */
  at: string | number;
  /** An object's names so far; null before the first, and in a list. */
  names: Set<string> | null;
  isList: boolean;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * JSON Pointers of the members whose name their object has already, at most `most`. `text` must be valid JSON: of two
 * such members `JSON.parse` silently takes the last, and another reader may take the first.
 */
export function findDuplicateNames(text: string, most: number): string[] {
  const found: string[] = [];
  let open: Open | null = null;
  /** The next string is a name. */
  let isName = false;

  for (let index = 0; index < text.length && found.length < most; index++) {
    switch (text.charCodeAt(index)) {
      case QUOTE: {
        const end = endOfString(text, index);
        if (isName && open !== null && !take(open, readString(text.slice(index, end)))) found.push(pointerTo(open));
        isName = false;
        index = end - 1;
        break;
      }
      case OPEN_OBJECT:
      case OPEN_LIST:
        isName = text.charCodeAt(index) === OPEN_OBJECT;
        open = { outer: open, at: isName ? '' : 0, names: null, isList: !isName };
        break;
      case CLOSE_OBJECT:
      case CLOSE_LIST:
        open = (open as Open | null)?.outer ?? null;
        isName = false;
        break;
      case COMMA:
        if (open?.isList === true) open.at = Number(open.at) + 1;
        else isName = true;
        break;
    }
  }
  return found;
}

/** False when the object has the name already. */
function take(object: Open, name: string): boolean {
  const isNew = object.names?.has(name) !== true;
  object.names ??= new Set();
  object.names.add(name);
  object.at = name;
  return isNew;
}

/** The index after the closing quote. */
function endOfString(text: string, start: number): number {
  let end = start + 1;
  while (text.charCodeAt(end) !== QUOTE) end += text.charCodeAt(end) === BACKSLASH ? 2 : 1;
  return end + 1;
}

/** `"a"` and `"\u0061"` are the same name. */
function readString(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}

function pointerTo(innermost: Open): string {
  const path: (string | number)[] = [];
  for (let open: Open | null = innermost; open !== null; open = open.outer) path.unshift(open.at);
  return toJsonPointer(path);
}
