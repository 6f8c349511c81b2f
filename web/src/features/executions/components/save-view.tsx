import { type FormEvent, useState } from 'react';
import { Button } from '@/components/button';
import { Dialog } from '@/components/dialog';
import { FailureNote } from '@/components/error-note';
import { saveView } from '../model/saved-views';

/** Asks for the view's name. */
export function SaveView({ search, onClose }: { search: string; onClose: () => void }) {
  const [name, setName] = useState('');
  const [failure, setFailure] = useState<Error | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    try {
      saveView(localStorage, { name: name.trim(), search });
      onClose();
    } catch (error) {
      setFailure(error instanceof Error ? error : new Error(String(error)));
    }
  };
  return (
    <Dialog title="Save this view" description="The filter as it is now, kept in this browser." onClose={onClose}>
      <form onSubmit={submit} className="mt-4">
        <label className="block text-[0.8125rem]">
          <span className="mb-1 block text-ink-soft">Name</span>
          <input
            value={name}
            maxLength={80}
            required
            onChange={({ target }) => setName(target.value)}
            className="h-9 w-full rounded-md border border-line-strong bg-surface px-3"
          />
        </label>
        {failure !== null && (
          <div className="mt-3">
            <FailureNote title="This browser did not keep it" error={failure} />
          </div>
        )}
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={onClose}>Back</Button>
          <Button type="submit" variant="primary" disabled={name.trim() === ''}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
