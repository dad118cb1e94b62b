import { buttonClass } from '@/components/ui/button';
import { Pagination } from '@/components/ui/pagination';

/** The pages of a complete list, and a link that exports all of its rows. Prints which rows these are. */
export function ListPages({
  exportHref,
  ...pages
}: {
  readonly page: number;
  readonly size: number;
  readonly total: number;
  readonly href: (page: number) => string;
  /** The CSV file with all rows of the list, not only this page. */
  readonly exportHref: string;
  /** Accessible name: the pages of which list. */
  readonly label: string;
}) {
  if (pages.total === 0) return null;
  return (
    <div className="flex flex-wrap items-center justify-end gap-2">
      <Pagination {...pages} />
      <ExportLink href={exportHref} />
    </div>
  );
}

/** A link that downloads all rows of a list as a CSV file. */
export function ExportLink({ href }: { readonly href: string }) {
  return (
    <a href={href} download data-print="none" className={buttonClass('secondary', 'sm')}>
      Export all (CSV)
    </a>
  );
}
