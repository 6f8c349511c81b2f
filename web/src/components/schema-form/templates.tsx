import type { ArrayFieldItemTemplateProps, FieldTemplateProps, IconButtonProps } from '@rjsf/utils';
import { Plus, Trash2 } from 'lucide-react';
import { Button } from '@/components/button';

/** Label, help, control and mistakes of a field. */
export function FieldTemplate({
  id,
  label,
  required,
  hidden,
  displayLabel,
  rawDescription,
  children,
  rawErrors,
  schema,
}: FieldTemplateProps) {
  if (hidden) return <div className="hidden">{children}</div>;
  const isNested = schema.type === 'object' || schema.type === 'array';
  return (
    <div className="space-y-1">
      {displayLabel && !isNested && (
        <label htmlFor={id} className="block font-medium text-[0.8125rem]">
          {label}
          {!required && <span className="ml-1.5 font-normal text-ink-faint text-xs">optional</span>}
        </label>
      )}
      {displayLabel && rawDescription !== undefined && rawDescription !== '' && (
        <p id={`${id}__description`} className="text-ink-soft text-xs">
          {rawDescription}
        </p>
      )}
      {children}
      {rawErrors !== undefined && rawErrors.length > 0 && (
        <p id={`${id}__error`} role="alert" className="text-bad text-xs">
          {[...new Set(rawErrors)].map(toSentence).join(' ')}
        </p>
      )}
    </div>
  );
}

function toSentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

/** An entry of a list, with its way out beside it. */
export function ArrayFieldItemTemplate({ children, buttonsProps, hasToolbar, index }: ArrayFieldItemTemplateProps) {
  return (
    <div className="flex items-start gap-2">
      <div className="min-w-0 flex-1">{children}</div>
      {hasToolbar && buttonsProps.hasRemove && (
        <Button variant="quiet" className="px-2" aria-label={`Remove entry ${index + 1}`} onClick={buttonsProps.onRemoveItem}>
          <Trash2 aria-hidden className="size-4" />
        </Button>
      )}
    </div>
  );
}

export function AddButton({ onClick, disabled }: IconButtonProps) {
  return (
    <Button onClick={onClick} disabled={disabled}>
      <Plus aria-hidden className="size-4" /> Add
    </Button>
  );
}

/** The page shows each mistake at its field. */
export function NoFieldErrors() {
  return null;
}
