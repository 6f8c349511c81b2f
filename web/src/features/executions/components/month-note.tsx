import { OrganizationMonth, useOrganizationMonth } from '@/components/budget/organization-month';

/** What this month has used of the organization's budget, for it ends executions; nothing where it has none. */
export function MonthNote() {
  const { data } = useOrganizationMonth();
  if (data?.budget == null) return null;
  return (
    <section aria-label={`This month's budget, ${data.month}`} className="mb-4 rounded-lg border border-line bg-surface px-4 py-3">
      <OrganizationMonth />
    </section>
  );
}
