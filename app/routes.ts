import { type RouteConfig, route } from '@remix-run/route-config';

/** Every page, once; `:lang?` is empty for English and `es` for Spanish. */
export default [route(':lang?', 'routes/front.tsx', { index: true })] satisfies RouteConfig;
