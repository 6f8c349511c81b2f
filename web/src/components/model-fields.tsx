import type { AgentBody } from '@client';
import { Field, INPUT } from '@/components/field';
import { useModels } from '@/lib/use-models';
import { useStudio } from '@/lib/use-studio';

type Model = NonNullable<AgentBody['model']>;

interface ModelFieldsProps {
  /** Undefined: the Studio's default, where there is one. */
  model: Model | undefined;
  onChange: (model: Model | undefined) => void;
  problemAt: (pointer: string) => string | undefined;
  /** No model need be chosen. */
  optional?: boolean;
  /** What the agent needs and not every model can. */
  needs?: { tools: boolean; schema: boolean };
}

/** Which model speaks and how; what the chosen one cannot do is said. */
export function ModelFields({ model, onChange, problemAt, optional = false, needs }: ModelFieldsProps) {
  const models = useModels();
  const studio = useStudio();
  const chosen = models.find(({ provider, name }) => provider === model?.provider && name === model.name);
  const providers = new Map(models.map((one) => [one.provider, one.configured]));
  const setNumber = (name: 'temperature' | 'maxOutputTokens', value: number) => {
    if (model === undefined) return;
    const { [name]: _old, ...others } = model;
    onChange(Number.isNaN(value) ? others : { ...others, [name]: value });
  };
  const lacks = [
    needs?.tools === true && chosen?.capabilities.tools === false && 'call tools',
    needs?.schema === true && chosen?.capabilities.structuredOutput === false && 'keep to a schema by itself (it is asked to)',
  ].filter(Boolean);
  return (
    <fieldset className="grid min-w-0 gap-4 sm:grid-cols-[1.4fr_1.4fr_1fr_1fr]">
      <legend className="sr-only">Model</legend>
      <Field label="Provider" problem={problemAt('/model/provider')}>
        {(ids) => (
          <select
            {...ids}
            className={INPUT}
            value={model?.provider ?? ''}
            onChange={({ target }) => {
              const first = models.find(({ provider }) => provider === target.value);
              onChange(target.value === '' ? undefined : { ...model, provider: target.value, name: first?.name ?? '' });
            }}
          >
            {optional && <option value="">The Studio's default</option>}
            {model !== undefined && !providers.has(model.provider) && <option value={model.provider}>{model.provider}</option>}
            {[...providers].map(([provider, configured]) => (
              <option key={provider} value={provider}>
                {provider}
                {configured ? '' : ' (not configured)'}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Model" problem={problemAt('/model/name')} hint={lacks.length > 0 ? `It does not ${lacks.join(', nor ')}.` : undefined}>
        {(ids) => (
          <>
            <input
              {...ids}
              className={INPUT}
              list={`${ids.id}-models`}
              disabled={model === undefined}
              placeholder={studio?.model}
              value={model?.name ?? ''}
              onChange={({ target }) => model !== undefined && onChange({ ...model, name: target.value })}
            />
            <datalist id={`${ids.id}-models`}>
              {models
                .filter(({ provider }) => provider === model?.provider)
                .map(({ name }) => (
                  <option key={name} value={name} />
                ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label="Temperature" hint="0 to 2" problem={problemAt('/model/temperature')}>
        {(ids) => (
          <input
            {...ids}
            type="number"
            min={0}
            max={2}
            step={0.1}
            className={INPUT}
            disabled={model === undefined}
            placeholder="its default"
            value={model?.temperature ?? ''}
            onChange={({ target }) => setNumber('temperature', target.valueAsNumber)}
          />
        )}
      </Field>
      <Field label="Most output tokens" problem={problemAt('/model/maxOutputTokens')}>
        {(ids) => (
          <input
            {...ids}
            type="number"
            min={1}
            className={INPUT}
            disabled={model === undefined}
            placeholder="its default"
            value={model?.maxOutputTokens ?? ''}
            onChange={({ target }) => setNumber('maxOutputTokens', target.valueAsNumber)}
          />
        )}
      </Field>
    </fieldset>
  );
}
