import type { JsonObject } from '@client';
import { parseDefinition, toJson, toYaml } from '@/lib/definition-text';

export type DefinitionLanguage = 'yaml' | 'json';

/** The same definition in the other language; null while the text cannot be read. */
export function translate(text: string, language: DefinitionLanguage): string | null {
  const parsed = parseDefinition(text);
  if ('problems' in parsed) return null;
  return toText(parsed.body, language);
}

/** A definition as it is written in a language. */
export function toText(body: JsonObject, language: DefinitionLanguage): string {
  return language === 'json' ? toJson(body) : toYaml(body);
}

/** The file that a definition is exported to. */
export function toFileName(body: JsonObject, language: DefinitionLanguage): string {
  const name = typeof body.name === 'string' ? body.name : '';
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `${plain === '' ? 'workflow' : plain}.${language}`;
}
