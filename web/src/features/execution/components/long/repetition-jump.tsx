import { type StepSummary, toStepName } from '@client';
import { type FormEvent, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { toStepAddress } from '../../model/step-address';

/** Leads to a repetition by its number. */
export function RepetitionJump({ group }: { group: StepSummary }) {
  const [number, setNumber] = useState('');
  const { search } = useLocation();
  const navigate = useNavigate();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void navigate(toStepAddress(search, `${group.path}#${Number(number)}`));
  };
  return (
    <form onSubmit={submit}>
      <input
        type="number"
        required
        min={1}
        max={group.begun}
        value={number}
        placeholder="Go to #"
        aria-label={`Go to a repetition of ${toStepName(group.path)}, by its number`}
        onChange={({ target }) => setNumber(target.value)}
        className="h-6 w-20 rounded border border-line-strong bg-surface px-1.5 text-ink tabular-nums"
      />
    </form>
  );
}
