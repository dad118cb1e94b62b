import { NoSuchPage } from './_components/no-such-page';

export const metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main className="grid min-h-[70dvh] place-items-center">
      <NoSuchPage />
    </main>
  );
}
