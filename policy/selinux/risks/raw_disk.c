/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SEL-RISK-RAW-DISK: reaches the disk below its file systems. */
#include "policy/selinux/risk.h"

const struct avow_risk_kind avow_risk_raw_disk = {
	.risk = {
		.code = "SEL-RISK-RAW-DISK",
		.level = AVOW_RISK_HIGH,
		.title = "reaches the disk below its file systems",
		.why =
			"Labels, owners and modes are kept by the file system; "
			"below it nothing is.",
	},
	.classes = AVOW_RISK_NAMES("blk_file", "chr_file"),
	.permissions = AVOW_RISK_NAMES("read", "write", "append"),
	.targets = AVOW_RISK_NAMES("fixed_disk_device_t", "removable_device_t",
		"scsi_generic_device_t", "nvme_device_t"),
	.entry = {
		.record =
			"type=AVC msg=audit(1790000000.123:61): avc:  denied  { "
			"read } for  pid=77 comm=\"lamplighter\" name=\"vda2\" "
			"dev=\"devtmpfs\" ino=9 "
			"scontext=system_u:system_r:lamp_t:s0 "
			"tcontext=system_u:object_r:fixed_disk_device_t:s0 "
			"tclass=blk_file permissive=0",
		.explanation =
			"Backup programs, boot loaders and SMART daemons read raw "
			"disks; reference policy grants it by "
			"storage_raw_read_fixed_disk() and the like.",
		.safe_change =
			"If it only wants to know names and sizes, /sys and udev "
			"have them.",
		.not_when =
			"Not for a service that is reached by the network.",
	},
};
