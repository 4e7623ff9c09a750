find_units; find_unit_properties shop.service
