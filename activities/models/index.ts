import type { Config } from '../../contracts/config';
import type { ModelChoice } from '../../contracts/entities';
import type { ModelProvider } from '../../contracts/ports/model-provider';
import { createOpenAiProvider } from './openai';
import { createScriptedProvider } from './scripted';

/** Every provider of this build, in the order in which the platform default is looked for. A new one is a line here. */
export function createModelProviders(config: Config): ModelProvider[] {
  return [
    createOpenAiProvider({
      apiKey: config.OPENAI_API_KEY,
      baseUrl: config.OPENAI_BASE_URL,
      callHeaders: config.STUDIO_CALL_HEADERS === 'on',
    }),
    createScriptedProvider({ delayMs: config.STUDIO_SCRIPTED_DELAY }),
  ];
}

/**
 * The model of agents that name none: `STUDIO_MODEL`, else the first configured provider's default.
 * Throws one sentence when `STUDIO_MODEL` names a provider that does not exist.
 */
export function resolveDefaultModel(config: Config, providers: ModelProvider[]): ModelChoice {
  if (config.STUDIO_MODEL !== undefined) return fromSetting(config.STUDIO_MODEL, providers);
  for (const { id, configured, models } of providers) {
    const model = models.find((candidate) => candidate.default);
    if (configured && model !== undefined) return { provider: id, name: model.name };
  }
  throw new Error('No model provider is configured; set OPENAI_API_KEY or OPENAI_BASE_URL');
}

/** A model's name may itself hold slashes. */
function fromSetting(setting: string, providers: ModelProvider[]): ModelChoice {
  const slash = setting.indexOf('/');
  const choice = { provider: setting.slice(0, slash), name: setting.slice(slash + 1) };
  if (providers.some(({ id }) => id === choice.provider)) return choice;
  const known = providers.map(({ id }) => id).join(', ');
  throw new Error(`STUDIO_MODEL names the provider "${choice.provider}", which does not exist; choose one of: ${known}`);
}
