import { PageNotFound } from './_components/page-not-found';

export const metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main className="grid min-h-[70dvh] place-items-center">
      <PageNotFound />
    </main>
  );
}
