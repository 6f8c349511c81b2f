import { Liquid, type Template, TokenKind } from 'liquidjs';
import { LIMIT } from '../contracts/constants';
import type { Json } from '../contracts/json';
import type { Scope } from './scope';
import { EVALUATION_LIMIT_MS, TookTooLong, withinTime } from './within-time';

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
  return engine.globalVariableSegmentsSync(parse(template)).map((segments) => segments.filter(isName));
}

/** Renders to text; an object or a list becomes its JSON. */
export function renderTemplate(template: string, scope: Scope): string {
  return toText(withinTime(EVALUATION_LIMIT_MS, () => render(template, scope)));
}

/** Renders every string inside a value; a string that is one `{{ … }}` alone keeps the type of what it reads. */
export function renderValue(value: Json, scope: Scope): Json {
  if (typeof value === 'string') return withinTime(EVALUATION_LIMIT_MS, () => render(value, scope));
  if (Array.isArray(value)) return value.map((item) => renderValue(item, scope));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renderValue(item, scope)]));
  }
  return value;
}

/** A value as the text that a model reads: strings as they are, anything else as JSON. */
export function toText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function render(template: string, scope: Scope): Json {
  const parsed = parse(template);
  const [only] = parsed;
  try {
    if (parsed.length === 1 && only !== undefined && only.token.kind === TokenKind.Output) {
      return (engine.evalValueSync(template.trim().slice(2, -2).replace(/^-|-$/g, ''), scope) ?? '') as Json;
    }
    return parsed
      .map((part) =>
        part.token.kind === TokenKind.Output ? toText(render(part.token.getText(), scope)) : String(engine.renderSync([part], scope)),
      )
      .join('');
  } catch (error) {
    if (error instanceof TemplateError || error instanceof TookTooLong) throw error;
    throw new TemplateError(`The template cannot be rendered: ${firstLine(error)}`, { cause: error });
  }
}

function isName(segment: unknown): segment is string | number {
  return typeof segment === 'string' || typeof segment === 'number';
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? 'unknown';
}
