import { Field, INPUT } from '@/components/field';
import { type Draft, withField } from '../model/draft';

interface LimitFieldsProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
  problemAt: (pointer: string) => string | undefined;
}

const DEFAULT_MAX_TURNS = 10;

const FIELDS = [
  { name: 'maxTurns', label: 'Model calls in a turn', hint: 'A turn that needs more fails with turn_limit.', placeholder: '10' },
  {
    name: 'contextTokens',
    label: 'Tokens that a call is sent',
    hint: 'Older messages are left out to keep to it.',
    placeholder: "the model's own",
  },
  { name: 'concurrentCalls', label: 'Calls at the same time', hint: 'In all executions together.', placeholder: 'no limit' },
] as const;

/** What an agent may use at most; the API judges the numbers. */
export function LimitFields({ draft, onChange, problemAt }: LimitFieldsProps) {
  const limits = draft.limits ?? { maxTurns: DEFAULT_MAX_TURNS };
  const set = (name: keyof typeof limits, value: number) => {
    const { [name]: _old, ...others } = limits;
    const changed = Number.isNaN(value) ? others : { ...others, [name]: value };
    onChange(withField(draft, 'limits', { maxTurns: DEFAULT_MAX_TURNS, ...changed }));
  };
  return (
    <fieldset className="grid min-w-0 gap-4 sm:grid-cols-3">
      <legend className="sr-only">Limits</legend>
      {FIELDS.map(({ name, label, hint, placeholder }) => (
        <Field key={name} label={label} hint={hint} problem={problemAt(`/limits/${name}`)}>
          {(ids) => (
            <input
              {...ids}
              type="number"
              min={1}
              className={INPUT}
              placeholder={placeholder}
              value={limits[name] ?? ''}
              onChange={({ target }) => set(name, target.valueAsNumber)}
            />
          )}
        </Field>
      ))}
    </fieldset>
  );
}
