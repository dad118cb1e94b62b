export { NoSuchPage as default } from '../_components/no-such-page';
