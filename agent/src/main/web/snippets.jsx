// What a person pastes elsewhere, for each road in.

import { Copyable } from './parts.jsx';

const NGINX_LOG = `log_format nexa escape=json '{"time":"$time_iso8601","request_method":"$request_method",'
  '"request_uri":"$request_uri","status":"$status","traceparent":"$http_traceparent"}';
access_log /var/log/nginx/shop.json nexa;`;

export const agentArgument = (daemon) =>
  `-javaagent:nexa-agent.jar=daemon=${location.host},token=${daemon.home}/agent-token,service=shop`;

const roads = (daemon) => [
  ['The javaagent', agentArgument(daemon)],
  ['OpenTelemetry', `OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_EXPORTER_OTLP_ENDPOINT=http://${location.host}`],
  ['A Sentry SDK, any key while none is configured', `SENTRY_DSN=http://any@${location.host}/1`],
  ['Alertmanager', `webhook_configs: [{ url: 'http://${location.host}/api/v1/webhooks/alertmanager' }]`],
  ['Log text', `curl --data-binary @shop.log 'http://${location.host}/api/v1/ingest/logs?service=shop'`],
  ['Log files, in nexa.yaml', 'services: [{ name: shop, logs: [/var/log/shop/*.log] }]'],
  ['nginx’s access log, whose failed requests find their crash by the trace', NGINX_LOG],
];

export const Snippets = ({ daemon }) => roads(daemon).map(([name, text]) => (
  <div key={name}><h3>{name}</h3><Copyable text={text} label={name} /></div>
));
