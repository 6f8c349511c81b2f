import { Liquid, type Template, TokenKind } from 'liquidjs';
import { LIMIT } from '../contracts/constants';
import type { Json } from '../contracts/json';
import type { Scope } from './scope';
import { CHECK_LIMIT_MS, EVALUATION_LIMIT_MS, TookTooLong, withinTime } from './within-time';

/**
 * Templates: text with `{{ … }}` outputs, no tags, so no code. Nothing in them can reach a file, a prototype or
 * more than a bounded amount of time and memory.
 */
const engine = new Liquid({
  ownPropertyOnly: true,
  strictVariables: true,
  strictFilters: true,
  parseLimit: 256 * 1024,
  renderLimit: 1_000,
  memoryLimit: 16 * 1024 * 1024,
  jsTruthy: true,
  cache: false,
});
for (const tag of Object.keys(engine.tags)) delete engine.tags[tag];
// Code in a string, which nobody could check when the definition is saved.
for (const filter of Object.keys(engine.filters)) if (filter.endsWith('_exp')) delete engine.filters[filter];

/** A template's mistake; `message` names it and what to do. */
export class TemplateError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'TemplateError';
  }
}

/** Parses a template; throws {@link TemplateError} when it is not one. */
function parse(template: string): Template[] {
  if (template.length > LIMIT.templateLength) {
    throw new TemplateError(`The template has ${template.length} characters; at most ${LIMIT.templateLength} are allowed`);
  }
  try {
    return engine.parse(template);
  } catch (error) {
    throw new TemplateError(`The template cannot be read: ${firstLine(error)}`, { cause: error });
  }
}

/** The names that a template reads, each as its segments, for instance `['steps', 'research', 'text']`. */
export function templateReferences(template: string): (string | number)[][] {
  const parsed = bounded(CHECK_LIMIT_MS, () => engine.globalVariableSegmentsSync(parse(template)));
  return parsed.map((segments) => segments.filter(isName));
}

/** Renders to text; an object or a list becomes its JSON. */
export function renderTemplate(template: string, scope: Scope): string {
  return toText(bounded(EVALUATION_LIMIT_MS, () => render(template, scope)));
}

/** Renders every string inside a value; a string that is one `{{ … }}` alone keeps the type of what it reads. */
export function renderValue(value: Json, scope: Scope): Json {
  return bounded(EVALUATION_LIMIT_MS, () => renderStrings(value, scope));
}

function renderStrings(value: Json, scope: Scope): Json {
  if (typeof value === 'string') return render(value, scope);
  if (Array.isArray(value)) return value.map((item) => renderStrings(item, scope));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderStrings(item, scope)]));
  }
  return value;
}

/** A value as the text that a model reads: strings as they are, anything else as JSON. */
export function toText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Stops what takes too long; whatever goes wrong is a {@link TemplateError}. */
function bounded<T>(milliseconds: number, compute: () => T): T {
  try {
    return withinTime(milliseconds, compute);
  } catch (error) {
    if (error instanceof TemplateError) throw error;
    const reason = error instanceof TookTooLong ? error.message : firstLine(error);
    throw new TemplateError(`The template cannot be rendered: ${reason}`, { cause: error });
  }
}

function render(template: string, scope: Scope): Json {
  const parsed = parse(template);
  const [only] = parsed;
  if (parsed.length === 1 && only !== undefined && only.token.kind === TokenKind.Output) {
    return (engine.evalValueSync(template.trim().slice(2, -2).replace(/^-|-$/g, ''), scope) ?? '') as Json;
  }
  let text = '';
  for (const part of parsed) {
    text += part.token.kind === TokenKind.Output ? toText(render(part.token.getText(), scope)) : String(engine.renderSync([part], scope));
    if (text.length > LIMIT.renderedLength) {
      throw new TemplateError(`The template gives more than ${LIMIT.renderedLength} characters; let it read less`);
    }
  }
  return text;
}

function isName(segment: unknown): segment is string | number {
  return typeof segment === 'string' || typeof segment === 'number';
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? 'unknown';
}
