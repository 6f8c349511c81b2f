import type { z } from 'zod';
import type { Route } from './route';
import { APPROVAL_ROUTES } from './routes/approval-routes';
import { DEFINITION_ROUTES } from './routes/definition-routes';
import { EXECUTION_ROUTES } from './routes/execution-routes';
import { PRODUCT_ROUTES } from './routes/product-routes';
import { SERVICE_ROUTES } from './routes/service-routes';

export type { Route } from './route';

/** Every endpoint. */
export const ROUTES = {
  ...DEFINITION_ROUTES,
  ...EXECUTION_ROUTES,
  ...APPROVAL_ROUTES,
  ...SERVICE_ROUTES,
  ...PRODUCT_ROUTES,
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
type Definition<N extends RouteName> = (typeof ROUTES)[N];
type Input<T> = T extends z.ZodType ? z.input<T> : undefined;
type Output<T> = T extends z.ZodType ? z.output<T> : undefined;
type Part<N extends RouteName, K extends string> = K extends keyof Definition<N> ? Definition<N>[K] : undefined;
type Also<T> = T extends Readonly<Record<number, z.ZodType>> ? Output<T[keyof T]> : never;

/** What a handler gets: parsed and with defaults. */
export interface RouteRequest<N extends RouteName> {
  params: Output<Part<N, 'params'>>;
  query: Output<Part<N, 'query'>>;
  body: Output<Part<N, 'body'>>;
}

/** What a client sends. */
export interface RouteCall<N extends RouteName> {
  params?: Input<Part<N, 'params'>>;
  query?: Input<Part<N, 'query'>>;
  body?: Input<Part<N, 'body'>>;
}

export type RouteResponse<N extends RouteName> = Output<Part<N, 'response'>> | Also<Part<N, 'also'>>;
