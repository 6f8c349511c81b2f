import type { JsonObject } from '@client';

/** What may stand in a definition, from the API's own document and catalogues. */
export interface Vocabulary {
  /** Fields of a workflow, and of each type of step. */
  workflowFields: readonly string[];
  stepFields: Readonly<Record<string, readonly string[]>>;
  /** What a field's value may be: names of agents, ids of tools, and so on. */
  values: Readonly<Record<string, readonly string[]>>;
}

export interface Completions {
  /** Where the word that is being typed begins. */
  from: number;
  words: { label: string; type: 'property' | 'constant'; apply?: string }[];
}

/** A line of YAML or JSON up to the cursor: a field that is being typed, or the value of one. */
const FIELD = /^(\s*(?:- +)*)("?)([A-Za-z]*)$/;
const VALUE = /^\s*(?:- +)*"?([A-Za-z]+)"?: *("?)([^"]*)$/;

/** What may come at a position of a definition's text, in YAML or JSON. It goes by lines, for the text is not finished. */
export function completeDefinition(text: string, position: number, vocabulary: Vocabulary): Completions | null {
  const start = text.lastIndexOf('\n', position - 1) + 1;
  const line = text.slice(start, position);
  const value = VALUE.exec(line);
  if (value !== null) {
    const [, field = '', quote = '', typed = ''] = value;
    const known = field === 'type' ? Object.keys(vocabulary.stepFields) : (vocabulary.values[field] ?? []);
    if (known.length === 0) return null;
    return {
      from: position - typed.length,
      words: known.map((label) => ({
        label,
        type: 'constant',
        ...(quote === '' && needsQuotes(label) && { apply: JSON.stringify(label) }),
      })),
    };
  }
  const field = FIELD.exec(line);
  if (field === null) return null;
  const [, indent = '', quote = '', typed = ''] = field;
  const siblings = siblingFields(text, start, indent.length);
  const known =
    siblings.type === undefined
      ? indent === ''
        ? vocabulary.workflowFields
        : ['id', 'type']
      : (vocabulary.stepFields[siblings.type] ?? []);
  const words = known.filter((name) => !(name in siblings.present));
  return {
    from: position - typed.length,
    words: words.map((label) => ({ label, type: 'property', apply: quote === '' ? `${label}: ` : label })),
  };
}

/** The fields that stand beside a line: those of the same indentation, with nothing less indented between. */
function siblingFields(text: string, at: number, indent: number): { type?: string; present: Record<string, string> } {
  const lines = text.split('\n');
  const here = text.slice(0, at).split('\n').length - 1;
  const present: Record<string, string> = Object.create(null) as Record<string, string>;
  const look = (number: number): boolean => {
    const [, space = '', name, value = ''] = /^(\s*(?:- +)*)"?([A-Za-z]*)"?(?:: *"?([^",]*))?/.exec(lines[number] ?? '') ?? [];
    if ((lines[number] ?? '').trim() === '' || space.length > indent) return true;
    if (space.length < indent) return false;
    if (name !== undefined && name !== '') present[name] = value.trim();
    // A dash begins the item, so what is above belongs to another one.
    return !space.includes('-');
  };
  if (!/^\s*- /.test(lines[here] ?? '')) for (let number = here - 1; number >= 0 && look(number); number--);
  for (let number = here + 1; number < lines.length && !/^\s*- /.test(lines[number] ?? '') && look(number); number++);
  return { ...(present.type !== undefined && { type: present.type }), present };
}

function needsQuotes(value: string): boolean {
  return !/^[A-Za-z][\w -]*$/.test(value) || value.endsWith(' ');
}

/** The vocabulary of the API's OpenAPI document. */
export function toVocabulary(openapi: JsonObject, values: Vocabulary['values']): Vocabulary {
  const schemas = (openapi as unknown as { components: { schemas: Record<string, Schema> } }).components.schemas;
  const fieldsOf = (schema: Schema | undefined) => Object.keys(schema?.properties ?? {});
  const steps = schemas.StepBody?.oneOf ?? [];
  return {
    workflowFields: fieldsOf(schemas.WorkflowBody),
    stepFields: Object.fromEntries(
      steps.flatMap((step) => (step.properties?.type?.const === undefined ? [] : [[step.properties.type.const, fieldsOf(step)]])),
    ),
    values,
  };
}

interface Schema {
  properties?: Record<string, { const?: string }>;
  oneOf?: Schema[];
}
