# One image for every process of a place; docker-compose.yml says which one each container runs.

FROM node:26.10.0-slim AS build
WORKDIR /filature
COPY package.json package-lock.json .npmrc turbo.json tsconfig.json ./
COPY packages packages
COPY services services
COPY infra infra
COPY test test
RUN npm ci
RUN npm run build
RUN npm prune --omit=dev

FROM node:26.10.0-slim
ENV NODE_ENV=production
ENV HOST=0.0.0.0
ENV PORT=8080
ENV DATA_DIR=/data
WORKDIR /filature
COPY --from=build /filature/package.json ./
COPY --from=build /filature/node_modules node_modules
COPY --from=build /filature/packages packages
COPY --from=build /filature/services services
COPY --from=build /filature/infra infra
RUN mkdir /data && chown node:node /data
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--disable-warning=ExperimentalWarning", "infra/start.mjs", "infra/standalone/src/main.ts"]
