/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The object classes of the kernel and of the managers that log denials. */
#include "analyzer/denial/classes.h"

bool avow_class_is_known(struct avow_span name)
{
	/* One string, a blank before and behind each name. */
	static const char classes[] =
		" anon_inode appletalk_socket association atmpvc_socket atmsvc_socket"
		" ax25_socket binder blk_file bluetooth_socket bpf caif_socket can_socket"
		" cap2_userns cap_userns capability capability2 chr_file context dbus"
		" dccp_socket decnet_socket dir fd fifo_file file filesystem"
		" icmp_socket ieee802154_socket infiniband_endport infiniband_pkey"
		" io_uring ipc ipx_socket irda_socket isdn_socket iucv_socket kcm_socket"
		" kernel_service key key_socket llc_socket lnk_file lockdown mctp_socket"
		" memfd_file memprotect msg msgq netif netlink_audit_socket"
		" netlink_connector_socket netlink_crypto_socket netlink_dnrt_socket"
		" netlink_fib_lookup_socket netlink_firewall_socket"
		" netlink_generic_socket netlink_ip6fw_socket netlink_iscsi_socket"
		" netlink_kobject_uevent_socket netlink_netfilter_socket"
		" netlink_nflog_socket netlink_rdma_socket netlink_route_socket"
		" netlink_scsitransport_socket netlink_selinux_socket netlink_socket"
		" netlink_tcpdiag_socket netlink_xfrm_socket netrom_socket nfc_socket"
		" node packet packet_socket passwd peer perf_event phonet_socket"
		" pppox_socket process process2 proxy qipcrtr_socket rawip_socket"
		" rds_socket rose_socket rxrpc_socket sctp_socket security sem service"
		" shm smc_socket sock_file socket system tcp_socket tipc_socket"
		" tun_socket udp_socket unix_dgram_socket unix_stream_socket"
		" user_namespace vsock_socket x25_socket xdp_socket"
		" nscd db_database db_table db_procedure db_column db_tuple db_blob"
		" db_schema db_view db_sequence db_language db_exception db_datatype"
		" x_drawable x_screen x_gc x_font x_colormap x_property x_selection"
		" x_cursor x_client x_device x_server x_extension x_resource x_event"
		" x_synthetic_event x_application_data x_pointer x_keyboard"
		" service_manager hwservice_manager vndservice_manager property_service"
		" keystore_key keystore2 keystore2_key debuggerd drmservice diced ";
	char needle[66];

	if (!name.length || name.length > sizeof(needle) - 3 ||
	    avow_span_find(name, ' ') < name.length)
		return false;
	needle[0] = ' ';
	memcpy(needle + 1, name.data, name.length);
	needle[name.length + 1] = ' ';
	needle[name.length + 2] = '\0';
	return strstr(classes, needle) != NULL;
}
