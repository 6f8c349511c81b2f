import { fromJsonPointer, type JsonObject, type ProblemDetail, SET_BY_PRODUCT } from '@client';
import { isNode, LineCounter, parseDocument, stringify, visit } from 'yaml';

/** A mistake at a place of a text, in UTF-16 units. */
export interface PlacedProblem {
  from: number;
  to: number;
  message: string;
}

/** What a caller sends of a definition that it has read. */
export function toBody<T extends object>(saved: T): JsonObject {
  return Object.fromEntries(Object.entries(saved).filter(([name]) => !SET_BY_PRODUCT.some((one) => one === name))) as JsonObject;
}

/** A definition as YAML, with long texts as blocks. */
export function toYaml(body: JsonObject): string {
  return stringify(body, { lineWidth: 0, blockQuote: 'literal' });
}

export function toJson(body: JsonObject): string {
  return `${JSON.stringify(body, null, 2)}\n`;
}

/** The definition that a text holds, in JSON or YAML (of which JSON is a part), or what is wrong with it and where. */
export function parseDefinition(text: string): { body: JsonObject } | { problems: PlacedProblem[] } {
  const lines = new LineCounter();
  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems = parsed.errors.map(({ pos: [from, to], message }) => ({ from, to, message }));
  visit(parsed, {
    // A few of them can stand for more than memory holds.
    Alias: (_key, { range }) =>
      void problems.push({ from: range?.[0] ?? 0, to: range?.[1] ?? 0, message: 'Aliases are not allowed; write it out' }),
  });
  if (problems.length > 0) {
    return {
      problems: problems.map((problem) => ({ ...problem, message: `Line ${lines.linePos(problem.from).line}: ${problem.message}` })),
    };
  }
  const body: unknown = parsed.toJS();
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    return { problems: [{ from: 0, to: text.length, message: 'A definition is an object with a name' }] };
  }
  return { body: body as JsonObject };
}

/** The API's mistakes at the places of the text that their JSON Pointers name, or at the nearest place around. */
export function placeProblems(text: string, errors: readonly ProblemDetail[]): PlacedProblem[] {
  const parsed = parseDocument(text);
  return errors.map(({ path, message }) => {
    const parts = fromJsonPointer(path);
    for (let length = parts.length; length > 0; length--) {
      const node = parsed.getIn(parts.slice(0, length), true);
      if (isNode(node) && node.range)
        return {
          from: node.range[0],
          to: node.range[1],
          message: length === parts.length ? message : `${parts.slice(length).join('/')}: ${message}`,
        };
    }
    return { from: 0, to: Math.max(0, text.indexOf('\n')), message: path === '' ? message : `${path}: ${message}` };
  });
}
