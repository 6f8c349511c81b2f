import { type ComponentProps, lazy, Suspense } from 'react';
import { loadPart } from '@/lib/load-part';
import { Skeleton } from '../skeleton';

const Loaded = lazy(() => loadPart(() => import('./schema-form')));

/** A form made from a JSON Schema, loaded when there is one to show. */
export function SchemaForm(props: ComponentProps<typeof Loaded>) {
  return (
    <Suspense fallback={<Skeleton label="Loading the form" />}>
      <Loaded {...props} />
    </Suspense>
  );
}
