'use client';

export { PageFailure as default } from '../_components/page-failure';
