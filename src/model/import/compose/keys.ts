// SPDX-License-Identifier: Apache-2.0
// The keys of a service in the Compose Specification ("Services top-level elements").
import type { Gap } from '../../schema.ts';

/** Keys that are read, and what is unknown when one of them is misspelt. */
export const READ_KEYS: ReadonlyMap<string, readonly Gap['unknown'][]> = new Map([
  ['build', ['software']],
  ['cap_add', ['privileges']],
  ['cap_drop', ['privileges']],
  ['container_name', ['flows']],
  ['depends_on', ['flows']],
  ['devices', ['privileges']],
  ['env_file', ['credentials']],
  ['environment', ['credentials', 'flows']],
  ['expose', ['listeners']],
  ['extends', ['exposure', 'privileges']],
  ['external_links', ['flows']],
  ['hostname', ['flows']],
  ['image', ['software']],
  ['ipc', ['privileges']],
  ['links', ['flows']],
  ['network_mode', ['exposure']],
  ['networks', ['exposure']],
  ['pid', ['privileges']],
  ['ports', ['exposure', 'listeners']],
  ['privileged', ['privileges']],
  ['profiles', ['exposure']],
  ['provider', ['software']],
  ['read_only', ['privileges']],
  ['secrets', ['credentials']],
  ['security_opt', ['privileges']],
  ['use_api_socket', ['privileges']],
  ['user', ['privileges']],
  ['userns_mode', ['privileges']],
  ['volumes', ['privileges']],
  ['volumes_from', ['privileges']],
]);

/** Keys that say nothing about security that the model could hold. */
export const IGNORED_KEYS: ReadonlySet<string> = new Set(
  `annotations attach blkio_config cgroup cgroup_parent command configs cpu_count cpu_percent cpu_period cpu_quota
   cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset credential_spec deploy develop device_cgroup_rules dns dns_opt dns_search
   domainname driver_opts entrypoint extra_hosts gpus group_add healthcheck init isolation label_file labels logging mac_address
   mem_limit mem_reservation mem_swappiness memswap_limit models oom_kill_disable oom_score_adj pids_limit platform post_start
   pre_stop pull_policy pull_refresh_after restart runtime scale shm_size stdin_open stop_grace_period stop_signal storage_opt sysctls tmpfs
   tty ulimits uts working_dir`.split(/\s+/),
);
