export { PageNotFound as default } from '@/app/_components/page-not-found';
