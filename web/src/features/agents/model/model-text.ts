import type { Agent } from '@client';

/** Which model an agent uses, in a few words. */
export function toModelText(model: Agent['model']): string {
  return model === undefined ? 'default model' : `${model.provider}/${model.name}`;
}
